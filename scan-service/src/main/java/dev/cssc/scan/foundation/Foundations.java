package dev.cssc.scan.foundation;

import dev.cssc.scan.engine.PackageSources;
import dev.cssc.scan.engine.ScanRequest;

import java.util.Optional;

/** Finds out which layers an image's packages are read from. */
@FunctionalInterface
public interface Foundations {

    /** The image's foundation; empty where it cannot be told, so that the image has to be looked at. */
    Optional<Foundation> of(ScanRequest request, PackageSources sources);
}
