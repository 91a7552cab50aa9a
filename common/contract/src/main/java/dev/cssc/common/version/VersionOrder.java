package dev.cssc.common.version;

import java.util.Comparator;

/** The order in which a distribution's package manager puts versions. */
public enum VersionOrder implements Comparator<String> {

    /** {@link DebianVersion}. */
    DEBIAN(Comparator.comparing(DebianVersion::new)),
    /** {@link RpmVersion}. */
    RPM(Comparator.comparing(RpmVersion::new)),
    /** {@link ApkVersion}. */
    APK(Comparator.comparing(ApkVersion::new));

    private final Comparator<String> order;

    VersionOrder(Comparator<String> order) {
        this.order = order;
    }

    /**
     * The order of a distribution's versions. One that is not known here gets Debian's, which agrees with the others on digits, letters,
     * epochs and tildes: no scan engine understands such a distribution, so nothing is decided by it.
     *
     * @param family the distribution, as {@link dev.cssc.common.event.OperatingSystem} names it, or as older versions of Trivy do
     */
    public static VersionOrder of(String family) {
        return switch (family) {
            case "alma",
                    "amazon",
                    "azurelinux",
                    "cbl-mariner",
                    "centos",
                    "centos-stream",
                    "fedora",
                    "opensuse",
                    "opensuse-leap",
                    "opensuse-tumbleweed",
                    "opensuse.leap",
                    "opensuse.tumbleweed",
                    "oracle",
                    "photon",
                    "redhat",
                    "rocky",
                    "slem",
                    "sles",
                    "suse linux enterprise micro",
                    "suse linux enterprise server" -> RPM;
            case "alpine", "chainguard", "minimos", "wolfi" -> APK;
            default -> DEBIAN;
        };
    }

    /** Negative where the first version is the older one, zero where both are the same in order, though perhaps written differently. */
    @Override
    public int compare(String one, String other) {
        return order.compare(one, other);
    }

    /** True where the version is newer than the other one. */
    public boolean newer(String version, String other) {
        return compare(version, other) > 0;
    }

    /** True where the version is the wanted one or newer. */
    public boolean reaches(String version, String wanted) {
        return compare(version, wanted) >= 0;
    }
}
