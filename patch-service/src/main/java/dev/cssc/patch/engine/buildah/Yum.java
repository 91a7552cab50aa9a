package dev.cssc.patch.engine.buildah;

import java.util.List;
import java.util.regex.Pattern;

/** yum 3: Amazon Linux 2, CentOS 7 (yum(8), yum.conf(5)). Packages that it does not know are left out with a word and no failure. */
record Yum() implements RpmPackageManager {
    /** {@code No package nosuch available.}; {@code No Match for argument: nosuch} where nothing of the name is installed. */
    private static final Pattern NO_MATCH =
            Pattern.compile("(?m)^(?:No package (\\S+) available\\.|No Match for argument: (\\S+))$");

    /** A repository that may be skipped where it cannot be read is not skipped. */
    private static final List<String> YUM = List.of("yum", "--setopt=*.skip_if_unavailable=0");

    @Override
    public String keptBackBy() {
        return "yum (exclude or versionlock)";
    }

    /** Its history of transactions too, and the notes of what was installed for another package's sake. */
    @Override
    public List<String> scratchPaths() {
        return List.of("/var/cache/yum", "/var/lib/yum");
    }

    @Override
    public List<String> leavings() {
        return RpmPackageManager.and("/var/log/yum.log", "/run/yum.pid", "/var/run/yum.pid");
    }

    /** The quick form: else it fetches lists of files too, which are larger than all the rest. Those of the image lie below scratch. */
    @Override
    public List<String> refresh() {
        return PackageManager.with(YUM, List.of("makecache", "fast"));
    }

    @Override
    public boolean incomplete(Said refresh) {
        return refresh.code() != 0 || refresh.lines().anyMatch(line -> line.contains("[Errno 256] No more mirrors"));
    }

    @Override
    public List<String> upgrade(List<String> names) {
        return PackageManager.with(
                PackageManager.with(YUM, List.of("--assumeyes", "--setopt=keepcache=0", "update")), names);
    }

    @Override
    public List<String> impossible(Said upgrade) {
        return NO_MATCH.matcher(upgrade.all())
                .results()
                .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                .toList();
    }
}
