package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.ImagePackageManager;

import java.util.List;
import java.util.regex.Pattern;

/**
 * dnf: Enterprise Linux 8 and newer, Amazon Linux 2023, Fedora.
 *
 * @param version which dnf
 */
record Dnf(ImagePackageManager version) implements RpmPackageManager {
    private static final Pattern NO_MATCH = Pattern.compile("No match for argument: (\\S+)");

    @Override
    public String keptBackBy() {
        return version.label() + " (exclude or versionlock)";
    }

    /** The history of transactions too: what is read of it says only which packages may go when nothing needs them. */
    @Override
    public List<String> scratchPaths() {
        return List.of("/var/cache/dnf", "/var/cache/libdnf5", "/var/lib/dnf");
    }

    @Override
    public List<String> leavings() {
        return RpmPackageManager.and(
                "/var/log/dnf.log",
                "/var/log/dnf.rpm.log",
                "/var/log/dnf.librepo.log",
                "/var/log/dnf5.log",
                "/var/log/hawkey.log");
    }

    @Override
    public List<String> refresh() {
        return PackageManager.with(common(), List.of("--refresh", "makecache"));
    }

    @Override
    public boolean incomplete(Said refresh) {
        // Before dnf 4.12 the setting is not understood for all repositories at once; it then says what it skipped.
        return refresh.code() != 0
                || refresh.lines()
                        .anyMatch(line -> line.startsWith("Ignoring repositories:")
                                || line.startsWith("Failed to synchronize cache")
                                || line.startsWith("Error: Failed to download metadata"));
    }

    @Override
    public List<String> upgrade(List<String> names) {
        // Not the best version at any price: one that cannot be installed would fail all the others.
        List<String> options = List.of(
                "--assumeyes",
                "--setopt=best=False",
                "--setopt=install_weak_deps=False",
                "--setopt=keepcache=False",
                "upgrade");
        return PackageManager.with(PackageManager.with(common(), options), names);
    }

    @Override
    public List<String> impossible(Said upgrade) {
        return Said.named(NO_MATCH, upgrade.all());
    }

    /** Logs go where the cache goes. A repository that may be skipped where it cannot be read is not skipped. */
    private List<String> common() {
        return List.of(version.label(), "--setopt=logdir=/var/cache/dnf", "--setopt=*.skip_if_unavailable=False");
    }
}
