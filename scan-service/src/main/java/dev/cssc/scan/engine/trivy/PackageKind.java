package dev.cssc.scan.engine.trivy;

import java.util.Optional;
import java.util.Set;

/** The forms of packages that distributions have, by Trivy's names of the distributions ({@code pkg/fanal/types/const.go}). */
enum PackageKind {
    APK("apk"),
    DEB("deb"),
    RPM("rpm");

    private static final Set<String> APK_FAMILIES = Set.of("alpine", "wolfi", "chainguard", "minimos");
    private static final Set<String> DEB_FAMILIES = Set.of("debian", "ubuntu", "echo");
    private static final Set<String> SUSE_FAMILIES = Set.of("sles", "suse linux enterprise server", "slem");
    private static final Set<String> RPM_FAMILIES = Set.of("photon", "cbl-mariner", "azurelinux", "bottlerocket");

    /** Families whose packages may be modular or belong to content sets, which a Trivy server is not told of. */
    private static final Set<String> WITH_MODULES =
            Set.of("redhat", "centos", "rocky", "alma", "oracle", "amazon", "fedora");

    /** Families of which the image says more than its packages do: content sets, and the builds that packages are from. */
    private static final Set<String> JUDGED_WITH_IMAGE = Set.of("redhat");

    private static final String OPENSUSE = "opensuse";

    private final String purlType;

    PackageKind(String purlType) {
        this.purlType = purlType;
    }

    /** Its type in package URLs. */
    String purlType() {
        return purlType;
    }

    /** The kind of this distribution's packages; empty where the distribution is not known. */
    static Optional<PackageKind> of(String family) {
        if (APK_FAMILIES.contains(family)) {
            return Optional.of(APK);
        }
        if (DEB_FAMILIES.contains(family)) {
            return Optional.of(DEB);
        }
        return RPM_FAMILIES.contains(family)
                        || SUSE_FAMILIES.contains(family)
                        || family.startsWith(OPENSUSE)
                        || mayHaveModules(family)
                ? Optional.of(RPM)
                : Optional.empty();
    }

    /**
     * The namespace in package URLs of this distribution, which is the vendor's name for SUSE's ({@code PurlNamespace} in Trivy): packages
     * under another one are left out without a word.
     */
    static String purlNamespace(String family) {
        if (SUSE_FAMILIES.contains(family)) {
            return "suse";
        }
        return family.startsWith(OPENSUSE) ? OPENSUSE : family;
    }

    /** Families whose packages may be modular or belong to content sets. */
    static Set<String> withModules() {
        return WITH_MODULES;
    }

    /**
     * Whether packages alone do not tell: of Red Hat's, Trivy asks which repositories an image has switched on. Without that it takes the usual
     * ones and finds less, or fails where it knows of none ({@code pkg/detector/ospkg/redhat} of Trivy 0.74). What its database does not know
     * it says of these, so that nothing found is nothing there.
     */
    static boolean isJudgedWithImage(String family) {
        return JUDGED_WITH_IMAGE.contains(family);
    }

    /** Whether the protocol of a Trivy server loses what matching this distribution needs (Trivy up to 0.74). */
    static boolean mayHaveModules(String family) {
        return WITH_MODULES.contains(family);
    }
}
