package dev.cssc.common.version;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of Alpine's packages, {@code number{.number}…[letter]{_suffix[number]}…[~hash][-rnumber]}, in the order of apk (apk-tools,
 * version.c).
 *
 * @param text as the package manager writes it
 */
public record ApkVersion(String text) implements Comparable<ApkVersion> {

    /** The kinds of parts, in the order in which they may follow each other. What ends earlier in this list is the newer one. */
    private enum Kind {
        FIRST_NUMBER,
        NUMBER,
        LETTER,
        SUFFIX,
        SUFFIX_NUMBER,
        HASH,
        REVISION,
        END,
        INVALID
    }

    private record Part(Kind kind, String value) {}

    private static final Pattern FIRST = Pattern.compile("\\d+");
    private static final Pattern NEXT = Pattern.compile("\\.(?<number>\\d+)|(?<letter>[a-z])|_(?<suffix>[a-z]+)"
            + "|(?<suffixnumber>\\d+)|~(?<hash>[0-9a-f]+)|-r(?<revision>\\d+)");

    /** Before the release itself where negative, after it where positive. */
    private static final Map<String, Integer> SUFFIXES =
            Map.of("alpha", -4, "beta", -3, "pre", -2, "rc", -1, "cvs", 1, "svn", 2, "git", 3, "hg", 4, "p", 5);

    @Override
    public int compareTo(ApkVersion other) {
        List<Part> ours = parts(text);
        List<Part> theirs = parts(other.text);
        for (int i = 0; ; i++) {
            Part a = ours.get(i);
            Part b = theirs.get(i);
            if (a.kind() != b.kind()) {
                return compareKinds(a, b);
            }
            if (a.kind() == Kind.END || a.kind() == Kind.INVALID) {
                return 0;
            }
            int byValue = compareValues(a, b);
            if (byValue != 0) {
                return byValue;
            }
        }
    }

    /** The longer version is the newer one, unless what it goes on with marks it as one from before the release. */
    private static int compareKinds(Part a, Part b) {
        if (isBeforeRelease(a)) {
            return -1;
        }
        if (isBeforeRelease(b)) {
            return 1;
        }
        return b.kind().compareTo(a.kind());
    }

    private static boolean isBeforeRelease(Part part) {
        return part.kind() == Kind.SUFFIX && SUFFIXES.getOrDefault(part.value(), 0) < 0;
    }

    private static int compareValues(Part a, Part b) {
        return switch (a.kind()) {
            // A leading zero makes it a fraction: 1.001 is older than 1.01.
            case NUMBER ->
                a.value().startsWith("0") || b.value().startsWith("0")
                        ? Integer.signum(a.value().compareTo(b.value()))
                        : compareNumbers(a.value(), b.value());
            case FIRST_NUMBER, SUFFIX_NUMBER, REVISION -> compareNumbers(a.value(), b.value());
            case SUFFIX -> Integer.compare(SUFFIXES.getOrDefault(a.value(), 0), SUFFIXES.getOrDefault(b.value(), 0));
            case LETTER, HASH -> Integer.signum(a.value().compareTo(b.value()));
            case END, INVALID -> 0;
        };
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher first = FIRST.matcher(text);
        if (!first.lookingAt()) {
            return List.of(new Part(Kind.INVALID, text));
        }
        parts.add(new Part(Kind.FIRST_NUMBER, first.group()));
        int at = first.end();
        Matcher next = NEXT.matcher(text);
        while (at < text.length()) {
            Part part = next.region(at, text.length()).lookingAt() ? part(next) : new Part(Kind.INVALID, "");
            Kind before = parts.getLast().kind();
            if (part.kind() == Kind.INVALID || !mayFollow(before, part.kind())) {
                parts.add(new Part(Kind.INVALID, text.substring(at)));
                return parts;
            }
            parts.add(part);
            at = next.end();
        }
        parts.add(new Part(Kind.END, ""));
        return parts;
    }

    private static Part part(Matcher matcher) {
        for (Map.Entry<String, Kind> group : GROUPS.entrySet()) {
            String value = matcher.group(group.getKey());
            if (value != null) {
                boolean known = group.getValue() != Kind.SUFFIX || SUFFIXES.containsKey(value);
                return new Part(known ? group.getValue() : Kind.INVALID, value);
            }
        }
        return new Part(Kind.INVALID, "");
    }

    private static final Map<String, Kind> GROUPS = Map.of(
            "number", Kind.NUMBER,
            "letter", Kind.LETTER,
            "suffix", Kind.SUFFIX,
            "suffixnumber", Kind.SUFFIX_NUMBER,
            "hash", Kind.HASH,
            "revision", Kind.REVISION);

    private static boolean mayFollow(Kind before, Kind kind) {
        return switch (kind) {
            case NUMBER, LETTER -> before.compareTo(Kind.NUMBER) <= 0;
            case SUFFIX -> before.compareTo(Kind.SUFFIX_NUMBER) <= 0;
            case SUFFIX_NUMBER -> before == Kind.SUFFIX;
            case HASH, REVISION -> before.compareTo(kind) < 0;
            case FIRST_NUMBER, END, INVALID -> false;
        };
    }

    private static int compareNumbers(String a, String b) {
        String left = a.replaceFirst("^0+", "");
        String right = b.replaceFirst("^0+", "");
        int byLength = Integer.compare(left.length(), right.length());
        return byLength != 0 ? byLength : Integer.signum(left.compareTo(right));
    }

    @Override
    public String toString() {
        return text;
    }
}
