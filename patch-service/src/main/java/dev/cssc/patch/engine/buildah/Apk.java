package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.version.VersionOrder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Alpine, Wolfi and their kin: apk-tools 2.10 (Alpine 3.9) and newer; older ones take no names to upgrade. {@code apk upgrade} with names
 * raises these and what they need, and leaves {@code /etc/apk/world} alone, where {@code apk add --upgrade} would write them down as
 * asked for by the user (apk-upgrade(8)).
 */
record Apk() implements AskedPackageManager {
    private static final Pattern NOT_FOUND = Pattern.compile("ERROR: Package '([^']+)' not found");

    /** {@code musl-1.2.4-r1 x86_64 {musl} (MIT) [installed]}. */
    private static final Pattern INSTALLED = Pattern.compile("(\\S+)-([^-\\s]+-r\\d+) \\S+ \\{.* \\[installed].*");

    /** What {@code apk update} says of a repository that it left out, or of which it took an old list. */
    private static final Pattern SKIPPED =
            Pattern.compile("(?:ERROR:|WARNING: (?:Ignoring|opening|fetching|updating)).*|[1-9]\\d* unavailable.*"
                    + "|\\d+ unavailable, [1-9]\\d* stale.*");

    private static final FailureWords WORDS = new FailureWords(
            List.of(
                    FailureWords.Rule.NO_SPACE_LEFT,
                    new FailureWords.Rule(
                            "UNTRUSTED signature",
                            ReasonCode.PATCH_FAILED,
                            "a repository's signing key is not in the image"),
                    FailureWords.Rule.unreadable("unavailable, "),
                    FailureWords.Rule.unreadable("WARNING: "),
                    // apk's words for what it cannot fetch, with the address before them.
                    FailureWords.Rule.unreadable("could not connect to server"),
                    FailureWords.Rule.unreadable("temporary error (try again later)"),
                    new FailureWords.Rule(
                            "BAD archive", ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE, "a repository is being updated"),
                    new FailureWords.Rule(
                            "BAD signature",
                            ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                            "a repository is being updated")),
            Pattern.compile("^ERROR: |^WARNING: "));

    private static final List<String> APK = List.of("apk", "--no-progress");

    @Override
    public String keptBackBy() {
        return "apk (a version in /etc/apk/world)";
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
        return PackageManager.with(APK, List.of("update"));
    }

    @Override
    public boolean incomplete(Said refresh) {
        return refresh.code() != 0
                || refresh.lines().anyMatch(line -> SKIPPED.matcher(line).matches());
    }

    @Override
    public List<String> upgrade(List<String> names) {
        return PackageManager.with(PackageManager.with(APK, List.of("upgrade", "--no-self-upgrade")), names);
    }

    @Override
    public List<String> query(List<String> names) {
        return PackageManager.with(APK, List.of("list", "--installed"));
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
        return Said.named(NOT_FOUND, upgrade.stderr());
    }

    @Override
    public boolean reaches(String installed, String fixed) {
        return VersionOrder.APK.reaches(installed, fixed);
    }

    @Override
    public Failure failure(String doing, Said said) {
        return WORDS.failure(doing, said.all());
    }
}
