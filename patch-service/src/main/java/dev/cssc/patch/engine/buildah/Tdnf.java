package dev.cssc.patch.engine.buildah;

import java.util.List;
import java.util.regex.Pattern;

/** tdnf: Photon OS, Azure Linux, CBL-Mariner. It stops at the first package that it does not know (exit code 1011, cut to a byte). */
record Tdnf() implements RpmPackageManager {
    private static final Pattern NO_MATCH = Pattern.compile("(?m)^(\\S+) package not found or not installed$");

    @Override
    public String keptBackBy() {
        return "tdnf (exclude or locks.d)";
    }

    /** Its history holds what was installed for another package's sake; without it all counts as asked for. */
    @Override
    public List<String> scratchPaths() {
        return List.of("/var/cache/tdnf", "/var/lib/tdnf");
    }

    @Override
    public List<String> leavings() {
        return RpmPackageManager.and("/var/run/.tdnf-instance-lockfile", "/run/.tdnf-instance-lockfile");
    }

    @Override
    public List<String> refresh() {
        return List.of("tdnf", "--refresh", "makecache");
    }

    @Override
    public boolean incomplete(Said refresh) {
        return refresh.code() != 0
                || refresh.lines().anyMatch(line -> line.contains("Disabling Repo:") || line.startsWith("Error:"));
    }

    @Override
    public List<String> upgrade(List<String> names) {
        return PackageManager.with(List.of("tdnf", "--assumeyes", "upgrade"), names);
    }

    @Override
    public List<String> impossible(Said upgrade) {
        return Said.named(NO_MATCH, upgrade.all());
    }
}
