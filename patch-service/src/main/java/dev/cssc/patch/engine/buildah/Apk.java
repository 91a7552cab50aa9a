package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.version.VersionOrder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Alpine, Wolfi and their kin: apk-tools 2.10 (Alpine 3.9) and newer; older ones take no names to upgrade. {@code apk upgrade} with names
 * raises these and what they need, and leaves {@code /etc/apk/world} alone, where {@code apk add --upgrade} would write them down as
 * asked for by the user (apk-upgrade(8)).
 */
record Apk() implements PackageManager {
    /** Names of packages (APKBUILD(5)); without what names a version, a repository or a conflict in apk-world(5). */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*");

    private static final Pattern NOT_FOUND = Pattern.compile("ERROR: Package '([^']+)' not found");

    /** {@code musl-1.2.4-r1 x86_64 {musl} (MIT) [installed]}. */
    private static final Pattern INSTALLED = Pattern.compile("(\\S+)-([^-\\s]+-r\\d+) \\S+ \\{.* \\[installed].*");

    /** What {@code apk update} says of a repository that it left out, or of which it took an old list. */
    private static final Pattern SKIPPED =
            Pattern.compile("(?:ERROR:|WARNING: (?:Ignoring|opening|fetching|updating)).*|[1-9]\\d* unavailable.*"
                    + "|\\d+ unavailable, [1-9]\\d* stale.*");

    private static final FailureWords WORDS = new FailureWords(
            List.of(
                    new FailureWords.Rule("No space left on device", ReasonCode.DISK_FULL, "no space left"),
                    new FailureWords.Rule(
                            "UNTRUSTED signature",
                            ReasonCode.PATCH_FAILED,
                            "a repository's signing key is not in the image"),
                    new FailureWords.Rule(
                            "unavailable, ",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "the repositories cannot be read"),
                    new FailureWords.Rule(
                            "WARNING: ", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "the repositories cannot be read"),
                    // apk's words for what it cannot fetch, with the address before them.
                    new FailureWords.Rule(
                            "could not connect to server",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "the repositories cannot be read"),
                    new FailureWords.Rule(
                            "temporary error (try again later)",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "the repositories cannot be read"),
                    new FailureWords.Rule(
                            "BAD archive", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "a repository is being updated"),
                    new FailureWords.Rule(
                            "BAD signature",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "a repository is being updated")),
            Pattern.compile("^ERROR: |^WARNING: "));

    private static final List<String> APK = List.of("apk", "--no-progress");

    @Override
    public String label() {
        return "apk";
    }

    @Override
    public List<List<String>> programs() {
        return List.of(List.of("/sbin/apk", "/usr/bin/apk", "/usr/sbin/apk"));
    }

    @Override
    public String keptBackBy() {
        return "a version in /etc/apk/world";
    }

    @Override
    public List<String> scratchPaths() {
        return List.of("/var/cache/apk");
    }

    @Override
    public List<String> leavings() {
        return List.of("/var/log/apk.log", "/lib/apk/db/lock", "/usr/lib/apk/db/lock");
    }

    @Override
    public List<String> refresh() {
        return with(APK, List.of("update"));
    }

    @Override
    public boolean incomplete(Said refresh) {
        return refresh.code() != 0
                || refresh.lines().anyMatch(line -> SKIPPED.matcher(line).matches());
    }

    @Override
    public List<String> upgrade(List<String> names) {
        return with(with(APK, List.of("upgrade", "--no-self-upgrade")), names);
    }

    @Override
    public boolean upgraded(int code) {
        return code == 0;
    }

    @Override
    public List<String> query(List<String> names) {
        return with(APK, List.of("list", "--installed"));
    }

    @Override
    public boolean listed(int code) {
        return code == 0;
    }

    @Override
    public Map<String, String> versions(String output) {
        Map<String, String> versions = new LinkedHashMap<>();
        output.lines()
                .map(INSTALLED::matcher)
                .filter(Matcher::matches)
                .forEach(match -> versions.put(match.group(1), match.group(2)));
        return versions;
    }

    @Override
    public List<String> impossible(Said upgrade) {
        return NOT_FOUND
                .matcher(upgrade.stderr())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Override
    public boolean reaches(String installed, String fixed) {
        return VersionOrder.APK.reaches(installed, fixed);
    }

    @Override
    public boolean isName(String name) {
        return name.length() <= 200 && NAME.matcher(name).matches();
    }

    @Override
    public Failure failure(String doing, Said said) {
        return WORDS.failure(doing, said.stdout() + "\n" + said.stderr());
    }

    private static List<String> with(List<String> first, List<String> then) {
        return Stream.concat(first.stream(), then.stream()).toList();
    }
}
