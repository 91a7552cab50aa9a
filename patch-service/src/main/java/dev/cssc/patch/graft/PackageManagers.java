package dev.cssc.patch.graft;

import dev.cssc.common.layer.LayerPaths;

import java.util.List;
import java.util.Optional;

/**
 * Where package managers keep what they know and how they are set up. Images that share all of it in the same layers would be treated by
 * their package manager alike.
 */
public final class PackageManagers {
    private static final List<String> STATE = List.of(
            // dpkg and apt: database, alternatives, diversions; answers of debconf; repositories and settings
            "var/lib/dpkg",
            "var/lib/apt",
            "var/cache/debconf",
            "etc/apt",
            "etc/dpkg",
            "etc/debconf.conf",
            "etc/alternatives",
            "root/.dpkg.cfg",
            // rpm, dnf, yum, tdnf, zypper
            "var/lib/rpm",
            "var/lib/dnf",
            "var/lib/tdnf",
            "var/lib/yum",
            "var/lib/zypp",
            "var/lib/alternatives",
            "usr/lib/sysimage",
            "usr/share/rpm",
            "etc/rpm",
            "etc/yum",
            "etc/yum.conf",
            "etc/yum.repos.d",
            "etc/dnf",
            "etc/tdnf",
            "etc/zypp",
            "etc/pki/rpm-gpg",
            // apk
            "lib/apk",
            "usr/lib/apk",
            "var/lib/apk",
            "etc/apk",
            // which release it is
            "etc/os-release",
            "usr/lib/os-release",
            "etc/debian_version");

    private PackageManagers() {}

    /** The first path by which the layer touches the state of a package manager, at, below or above it. */
    public static Optional<String> touchedBy(LayerPaths layer) {
        return layer.touching(STATE);
    }
}
