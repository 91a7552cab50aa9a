package dev.cssc.scan.engine.trivy;

import dev.cssc.scan.engine.PackageSources;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Trivy reads distribution and packages from with {@code --pkg-types=os}: the paths that its analysers ask for ({@code Required} in
 * pkg/fanal/analyzer/os, pkg, repo, buildinfo and rapidfort), rather a directory too many than a file too few. Licences, which it reads
 * elsewhere, are not taken from it, and files of packages only count for packages of programming languages.
 */
final class TrivySources {

    /** The versions 0.x whose analysers were read, the first and the last; another one may look elsewhere. */
    private static final int OLDEST_READ = 69;

    private static final int NEWEST_READ = 74;

    private static final Pattern VERSION = Pattern.compile("0\\.(\\d{1,4})\\.\\d{1,4}");

    private static final PackageSources SOURCES = new PackageSources(
            List.of(
                    // which distribution it is
                    "etc/os-release",
                    "usr/lib/os-release",
                    "etc/lsb-release",
                    "etc/debian_version",
                    "etc/alpine-release",
                    "etc/system-release",
                    "usr/lib/system-release",
                    "etc/redhat-release",
                    "etc/centos-release",
                    "etc/rocky-release",
                    "etc/almalinux-release",
                    "etc/oracle-release",
                    "etc/fedora-release",
                    "usr/lib/fedora-release",
                    "var/lib/ubuntu-advantage",
                    "usr/share/rapidfort",
                    // which packages are installed, and from where
                    "var/lib/dpkg",
                    "lib/apk",
                    "usr/lib/apk",
                    "etc/apk",
                    "var/lib/rpm",
                    "usr/lib/sysimage",
                    "usr/share/rpm",
                    "var/lib/rpmmanifest",
                    "root/buildinfo",
                    "usr/share/buildinfo",
                    "aarch64-bottlerocket-linux-gnu",
                    "x86_64-bottlerocket-linux-gnu"),
            // Content sets hold for the layers around the one that names them (pkg/fanal/applier), so that places alone
            // do not tell.
            PackageKind.withModules());

    private TrivySources() {}

    /** Of that version; empty where it is not known. */
    static Optional<PackageSources> of(String version) {
        Matcher parts = VERSION.matcher(version);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int minor = Integer.parseInt(parts.group(1));
        return minor >= OLDEST_READ && minor <= NEWEST_READ ? Optional.of(SOURCES) : Optional.empty();
    }
}
