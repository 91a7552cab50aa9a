package dev.cssc.patch.engine.buildah;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.Failure;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How packages of one family of distributions are raised: argument vectors, and what their output means. Runs nothing. */
sealed interface PackageManager permits Apt {

    /** The package manager of that distribution; empty where this engine knows none. Families are named as Trivy names them. */
    static Optional<PackageManager> of(OperatingSystem os) {
        return switch (os.family()) {
            case "debian", "ubuntu" -> Optional.of(new Apt());
            default -> Optional.empty();
        };
    }

    /** Paths in the image whose contents must not become part of it: lists, caches, logs. A directory of the job lies over each. */
    List<String> scratchPaths();

    /** Files that upgrading leaves behind; removed afterwards where the source did not have them. */
    List<String> leavings();

    /** Reads the repositories. */
    List<String> refresh();

    /** Raises these packages, and no others but what they need. */
    List<String> upgrade(List<String> names);

    /** Lists installed versions of these packages. */
    List<String> query(List<String> names);

    /** Reads what {@link #query} printed: version by name. */
    Map<String, String> versions(String output);

    /** Packages that the failed upgrade could not find at all. */
    List<String> notFound(String stderr);

    /** True where {@code installed} has what {@code fixed} has. */
    boolean reaches(String installed, String fixed);

    /** Whether the name is one that cannot be taken for an option or an instruction. */
    boolean isName(String name);

    /** What the failed command's output means. */
    Failure failure(String doing, String stderr);
}
