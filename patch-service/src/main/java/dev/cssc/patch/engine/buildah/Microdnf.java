package dev.cssc.patch.engine.buildah;

import java.util.List;
import java.util.regex.Pattern;

/** microdnf: minimal images of Enterprise Linux 8 to 10. It stops at the first package that it does not know. */
record Microdnf() implements RpmPackageManager {
    private static final Pattern NO_MATCH = Pattern.compile("No package matches '([^']+)'");

    @Override
    public String keptBackBy() {
        return "microdnf (exclude or versionlock)";
    }

    @Override
    public List<String> scratchPaths() {
        return List.of("/var/cache/yum", "/var/lib/dnf");
    }

    @Override
    public List<String> leavings() {
        return RpmPackageManager.and(
                "/var/log/dnf.log", "/var/log/dnf.rpm.log", "/var/log/dnf.librepo.log", "/var/log/hawkey.log");
    }

    @Override
    public List<String> refresh() {
        return List.of("microdnf", "--refresh", "makecache");
    }

    @Override
    public boolean incomplete(Said refresh) {
        return refresh.code() != 0
                || refresh.lines().anyMatch(line -> line.contains("Skipping refresh of ") || line.startsWith("Error:"));
    }

    @Override
    public List<String> upgrade(List<String> names) {
        return PackageManager.with(
                List.of(
                        "microdnf",
                        "--assumeyes",
                        "--nobest",
                        "--setopt=install_weak_deps=0",
                        "--setopt=keepcache=0",
                        "upgrade"),
                names);
    }

    @Override
    public List<String> impossible(Said upgrade) {
        return Said.named(NO_MATCH, upgrade.stderr());
    }
}
