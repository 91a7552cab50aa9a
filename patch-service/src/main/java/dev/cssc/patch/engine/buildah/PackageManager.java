package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.ImagePackageManager;
import dev.cssc.common.failure.Failure;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How packages of one family of distributions are raised: argument vectors, and what their output means. Runs nothing. */
sealed interface PackageManager permits Apt, AskedPackageManager {

    /**
     * Names without what makes them an option, a group, a pattern, a file, a capability, a package with a version or, for apk-world(5), one
     * of a repository or a conflict.
     */
    Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");

    int LONGEST_NAME = 200;

    /** How that one is run. */
    static PackageManager of(ImagePackageManager manager) {
        return switch (manager) {
            case APT -> new Apt();
            case APK -> new Apk();
            case ZYPPER -> new Zypper();
            case DNF4, DNF5, DNF -> new Dnf(manager);
            case TDNF -> new Tdnf();
            case MICRODNF -> new Microdnf();
            case YUM -> new Yum();
        };
    }

    /** An argument vector of two parts. */
    static List<String> with(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }

    /** Its name, and by what means an image keeps packages back from it, for a sentence. */
    String keptBackBy();

    /** Paths in the image whose contents must not become part of it: lists, caches, logs. A directory of the job lies over each. */
    List<String> scratchPaths();

    /** Files that upgrading leaves behind; removed afterwards where the source did not have them. */
    List<String> leavings();

    /** Reads the repositories. */
    List<String> refresh();

    /** Whether it could not read all of the repositories; some say so and exit with 0. */
    boolean incomplete(Said refresh);

    /** Raises these packages, and no others but what they need. */
    List<String> upgrade(List<String> names);

    /** Whether the exit code of {@link #upgrade} is one of success. */
    default boolean upgraded(int code) {
        return code == 0;
    }

    /** Packages for whose sake the whole upgrade failed: it could not find them at all, or the image keeps them back. */
    List<String> impossible(Said upgrade);

    /** True where {@code installed} has what {@code fixed} has. */
    boolean reaches(String installed, String fixed);

    /** What names of packages look like. */
    default Pattern name() {
        return NAME;
    }

    /** Whether the name is one that cannot be taken for an option or an instruction. */
    default boolean isName(String name) {
        return name.length() <= LONGEST_NAME && name().matcher(name).matches();
    }

    /** What the failed command's output means. */
    Failure failure(String doing, Said said);
}
