package dev.cssc.common.version;

/**
 * An RPM package version, {@code [epoch:]version[-release]}, in the order of rpm-version(7), which is also that of dnf and zypper. No epoch
 * and an epoch of zero are the same.
 *
 * @param text as the package manager writes it
 */
public record RpmVersion(String text) implements Comparable<RpmVersion> {

    /** The version without an epoch of zero, so that two tools' writings of it are equal as texts. */
    public static String normalised(String text) {
        return text.startsWith("0:") ? text.substring(2) : text;
    }

    @Override
    public int compareTo(RpmVersion other) {
        int byEpoch = compareNumbers(epoch(), other.epoch());
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byVersion = compareParts(version(), other.version());
        return byVersion != 0 ? byVersion : compareParts(release(), other.release());
    }

    private String epoch() {
        int colon = text.indexOf(':');
        return colon < 0 ? "0" : text.substring(0, colon);
    }

    private String withoutEpoch() {
        return text.substring(text.indexOf(':') + 1);
    }

    private String version() {
        String rest = withoutEpoch();
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0 ? rest : rest.substring(0, hyphen);
    }

    private String release() {
        String rest = withoutEpoch();
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0 ? "" : rest.substring(hyphen + 1);
    }

    /**
     * Segment by segment: digits as numbers, letters as text, digits newer than letters, more segments newer than fewer. Other characters
     * only separate, but a tilde is older than the end, and a caret newer than the end and older than anything else.
     */
    private static int compareParts(String a, String b) {
        int i = 0;
        int j = 0;
        while (true) {
            i = skipSeparators(a, i);
            j = skipSeparators(b, j);
            if (at(a, i) == '~' || at(b, j) == '~') {
                if (at(a, i) != at(b, j)) {
                    return at(a, i) == '~' ? -1 : 1;
                }
                i++;
                j++;
                continue;
            }
            if (at(a, i) == '^' || at(b, j) == '^') {
                if (at(a, i) != at(b, j)) {
                    boolean newer = at(a, i) == '^' ? j >= b.length() : i < a.length();
                    return newer ? 1 : -1;
                }
                i++;
                j++;
                continue;
            }
            if (i >= a.length() || j >= b.length()) {
                return Boolean.compare(i < a.length(), j < b.length());
            }
            boolean numeric = isDigit(at(a, i));
            if (numeric != isDigit(at(b, j))) {
                return numeric ? 1 : -1;
            }
            int endOfA = endOfSegment(a, i, numeric);
            int endOfB = endOfSegment(b, j, numeric);
            String left = a.substring(i, endOfA);
            String right = b.substring(j, endOfB);
            int bySegment = numeric ? compareNumbers(left, right) : Integer.signum(left.compareTo(right));
            if (bySegment != 0) {
                return bySegment;
            }
            i = endOfA;
            j = endOfB;
        }
    }

    private static int skipSeparators(String s, int from) {
        int i = from;
        while (i < s.length() && !isDigit(s.charAt(i)) && !isLetter(s.charAt(i)) && "~^".indexOf(s.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int endOfSegment(String s, int from, boolean numeric) {
        int i = from;
        while (i < s.length() && (numeric ? isDigit(s.charAt(i)) : isLetter(s.charAt(i)))) {
            i++;
        }
        return i;
    }

    private static char at(String s, int i) {
        return i < s.length() ? s.charAt(i) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** As numbers of any length. */
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
