package dev.cssc.patch.engine.buildah;

import java.util.List;
import java.util.Map;

/** Package managers whose database only a program of the image reads. */
sealed interface AskedPackageManager extends PackageManager permits Apk, RpmPackageManager {
    /** Lists installed versions of these packages; of others too where that is simpler. */
    List<String> query(List<String> names);

    /** Reads what {@link #query} printed: version by name. */
    Map<String, String> versions(String output);
}
