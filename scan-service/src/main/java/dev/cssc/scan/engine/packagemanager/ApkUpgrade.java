package dev.cssc.scan.engine.packagemanager;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A package that {@code apk upgrade --simulate} would raise. */
record ApkUpgrade(String name, String installed, String candidate) {

    /** {@code (1/3) Upgrading musl (1.2.4-r1 -> 1.2.4-r2)}; a package pinned to a repository has {@code @tag} behind its name. */
    private static final Pattern UPGRADING =
            Pattern.compile("\\(\\s*\\d+/\\d+\\) Upgrading ([^\\s@]{1,200})(?:@\\S+)? \\((\\S+) -> (\\S+)\\)\\s*");

    private static final Pattern SKIPPED =
            Pattern.compile("(?:ERROR:|WARNING: (?:Ignoring|opening|fetching|updating)).*|[1-9]\\d* unavailable.*"
                    + "|\\d+ unavailable, [1-9]\\d* stale.*");

    /** Reads the simulation; new packages and removals are no upgrades. */
    static List<ApkUpgrade> parse(String output) {
        return output.lines()
                .map(UPGRADING::matcher)
                .filter(Matcher::matches)
                .map(m -> new ApkUpgrade(m.group(1), m.group(2), m.group(3)))
                .toList();
    }

    /** Whether the simulation came to its end. */
    static boolean isWhole(String output) {
        return output.lines().anyMatch(line -> line.startsWith("OK: "));
    }

    /** Whether {@code apk update} went on without a repository, or with an old list of it. */
    static boolean repositoryWasSkipped(String output) {
        return output.lines().anyMatch(line -> SKIPPED.matcher(line).matches());
    }
}
