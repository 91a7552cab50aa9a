package dev.cssc.common.buildah;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The package manager of an image, told by its programs. In order of precedence: what a distribution is made with stands before what can
 * be added to it, and before names that it shares with another.
 */
public enum ImagePackageManager {
    /** Debian, Ubuntu. */
    APT("apt", "/usr/bin/apt-get", "/bin/apt-get"),
    /** Alpine, Wolfi. */
    APK("apk", "/sbin/apk", "/usr/bin/apk", "/usr/sbin/apk"),
    /** openSUSE, SUSE Linux Enterprise. */
    ZYPPER("zypper", "/usr/bin/zypper"),
    /** dnf 4: Enterprise Linux 8 to 10, Amazon Linux 2023, Fedora up to 40. */
    DNF4("dnf", "/usr/bin/dnf-3", "/usr/bin/dnf4"),
    /** Fedora from 41 on. */
    DNF5("dnf5", "/usr/bin/dnf5"),
    /** One of the two, under the name that both have. */
    DNF("dnf", "/usr/bin/dnf"),
    /** Photon OS, Azure Linux, CBL-Mariner. */
    TDNF("tdnf", "/usr/bin/tdnf"),
    /** Minimal images of Enterprise Linux 8 to 10. */
    MICRODNF("microdnf", "/usr/bin/microdnf"),
    /** yum 3: Amazon Linux 2, CentOS 7. Where dnf is, the name is dnf's. */
    YUM("yum", "/usr/bin/yum");

    private static final List<String> RPM = List.of("/usr/bin/rpm", "/bin/rpm");

    private final String label;
    private final List<String> places;

    ImagePackageManager(String label, String... places) {
        this.label = label;
        this.places = List.of(places);
    }

    /** The package manager of the image; empty where it has none that is known, or none whose packages could be listed. */
    public static Optional<ImagePackageManager> of(RootFilesystem image) {
        return Arrays.stream(values()).filter(manager -> manager.isIn(image)).findFirst();
    }

    /** Names of all that are known, for a sentence. */
    public static String labels() {
        return Arrays.stream(values())
                .map(ImagePackageManager::label)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Its name for people, which is that of its program, apt's apart. */
    public String label() {
        return label;
    }

    /** Whether it installs packages of RPM's kind; the program {@code rpm} lists those. */
    public boolean isOfRpm() {
        return this != APT && this != APK;
    }

    private boolean isIn(RootFilesystem image) {
        return anyOf(places, image) && (!isOfRpm() || anyOf(RPM, image));
    }

    private static boolean anyOf(List<String> files, RootFilesystem image) {
        return files.stream().anyMatch(file -> image.file(file).isPresent());
    }
}
