package dev.cssc.patch.engine.buildah;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** zypper: openSUSE and SUSE Linux Enterprise 15 and newer. It stops where it does not know a package, or where one is locked. */
record Zypper() implements RpmPackageManager {
    /**
     * zypper(8), EXIT CODES: success, and what is only told besides: updates that are needed (100, 101), a restart of the machine or of
     * zypper that is (102, 103). Not 104, a package that is nowhere, nor 106, a repository that was left out.
     */
    private static final Set<Integer> SUCCESS = Set.of(0, 100, 101, 102, 103);

    private static final Pattern NO_PROVIDER = Pattern.compile("No provider of '([^']+)' found");

    /** {@code remove lock to allow installation of curl-1.0-2.noarch[updates]}. */
    private static final Pattern LOCKED =
            Pattern.compile("remove lock to allow (?:installation|removal) of (\\S+)-[^-\\s]+-[^-\\s]+");

    // Its log would be one more file of the layer.
    private static final List<String> ZYPPER =
            List.of("/usr/bin/env", "ZYPP_LOGFILE=/dev/null", "zypper", "--non-interactive");

    @Override
    public String keptBackBy() {
        return "zypper (a lock, or another vendor's package)";
    }

    /** {@code /var/lib/zypp} notes what was installed for another package's sake, with the time, and an identity to be counted by; {@code YaST2} keeps its cookies. */
    @Override
    public List<String> scratchPaths() {
        return List.of("/var/cache/zypp", "/var/log/zypp", "/var/lib/zypp", "/var/lib/YaST2");
    }

    @Override
    public List<String> leavings() {
        return RpmPackageManager.and("/run/zypp.pid", "/var/run/zypp.pid", "/var/log/zypper.log");
    }

    @Override
    public List<String> refresh() {
        return PackageManager.with(ZYPPER, List.of("refresh", "--force"));
    }

    @Override
    public boolean incomplete(Said refresh) {
        return refresh.code() != 0;
    }

    @Override
    public List<String> upgrade(List<String> names) {
        return PackageManager.with(
                PackageManager.with(
                        ZYPPER,
                        List.of(
                                "--no-refresh",
                                "update",
                                "--type",
                                "package",
                                "--no-recommends",
                                "--best-effort",
                                "--auto-agree-with-licenses")),
                names);
    }

    @Override
    public boolean upgraded(int code) {
        return SUCCESS.contains(code);
    }

    @Override
    public List<String> impossible(Said upgrade) {
        return Stream.of(NO_PROVIDER, LOCKED)
                .flatMap(pattern -> Said.named(pattern, upgrade.all()).stream())
                .distinct()
                .toList();
    }
}
