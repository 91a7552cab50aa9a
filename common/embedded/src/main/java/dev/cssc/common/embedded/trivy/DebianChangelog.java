package dev.cssc.common.embedded.trivy;

import dev.cssc.common.event.Severity;
import dev.cssc.common.version.DebianVersion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a Debian package says of its own versions (deb-changelog(5)), newest first.
 *
 * @param entries one a version
 */
record DebianChangelog(List<Entry> entries) {
    private static final Pattern HEADER =
            Pattern.compile("^(\\S+) \\(([^()\\s]+)\\) [^;]*;.*\\burgency=([A-Za-z]+).*$");
    private static final Pattern CVE = Pattern.compile("\\bCVE-\\d{4}-\\d{4,}\\b");

    /** How GitHub names what has no CVE number yet. */
    private static final Pattern GHSA = Pattern.compile("\\bGHSA(-[0-9a-z]{4}){3}\\b");

    DebianChangelog {
        entries = List.copyOf(entries);
    }

    /**
     * One version.
     *
     * @param version of the source package
     * @param urgency as it is written, in lower case
     * @param text what was changed
     */
    record Entry(String version, String urgency, String text) {

        /** The vulnerabilities it names; by GitHub's names only where it has no CVE number at all. */
        Set<String> vulnerabilities() {
            Set<String> cves = found(CVE);
            return cves.isEmpty() ? found(GHSA) : cves;
        }

        private Set<String> found(Pattern pattern) {
            return pattern.matcher(text)
                    .results()
                    .map(match -> match.group())
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** Debian's urgency taken for a severity; what is no known urgency is taken for high, as a security upload's usually is. */
        Severity severity() {
            return switch (urgency) {
                case "critical", "emergency" -> Severity.CRITICAL;
                case "medium" -> Severity.MEDIUM;
                case "low" -> Severity.LOW;
                default -> Severity.HIGH;
            };
        }
    }

    static DebianChangelog parse(String changelog) {
        List<Entry> entries = new ArrayList<>();
        String version = "";
        String urgency = "";
        StringBuilder text = new StringBuilder();
        for (String line : changelog.lines().toList()) {
            Matcher header = HEADER.matcher(line);
            if (header.matches()) {
                add(entries, version, urgency, text);
                version = header.group(2);
                urgency = header.group(3).toLowerCase(Locale.ROOT);
                text.setLength(0);
            } else {
                text.append(line).append('\n');
            }
        }
        add(entries, version, urgency, text);
        return new DebianChangelog(entries);
    }

    private static void add(List<Entry> entries, String version, String urgency, CharSequence text) {
        if (!version.isEmpty()) {
            entries.add(new Entry(version, urgency, text.toString()));
        }
    }

    /** The versions above that one. */
    List<Entry> since(String installed) {
        DebianVersion before = new DebianVersion(installed);
        return entries.stream()
                .filter(entry -> new DebianVersion(entry.version()).compareTo(before) > 0)
                .toList();
    }
}
