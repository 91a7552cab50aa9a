package dev.cssc.common.version;

/**
 * A Debian package version, {@code [epoch:]upstream[-revision]}, in the order of deb-version(7), which is dpkg's and apt's.
 *
 * @param text as the package manager writes it
 */
public record DebianVersion(String text) implements Comparable<DebianVersion> {

    @Override
    public int compareTo(DebianVersion other) {
        int byEpoch = compareNumbers(epoch(), other.epoch());
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byUpstream = compareParts(upstream(), other.upstream());
        return byUpstream != 0 ? byUpstream : compareParts(revision(), other.revision());
    }

    /** True where the versions are the same in order, though perhaps written differently ({@code 1.0} and {@code 0:1.0-0}). */
    public boolean sameAs(DebianVersion other) {
        return compareTo(other) == 0;
    }

    /** True where this version is the wanted one or newer. */
    public boolean reaches(DebianVersion wanted) {
        return compareTo(wanted) >= 0;
    }

    private String epoch() {
        int colon = text.indexOf(':');
        return colon < 0 ? "0" : text.substring(0, colon);
    }

    private String withoutEpoch() {
        return text.substring(text.indexOf(':') + 1);
    }

    private String upstream() {
        String rest = withoutEpoch();
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0 ? rest : rest.substring(0, hyphen);
    }

    private String revision() {
        String rest = withoutEpoch();
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0 ? "" : rest.substring(hyphen + 1);
    }

    /** Alternating runs: characters that are no digits by {@link #order}, then digits by their number (dpkg, {@code verrevcmp}). */
    private static int compareParts(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (!digitAt(a, i) && i < a.length() || !digitAt(b, j) && j < b.length()) {
                int difference = order(a, i) - order(b, j);
                if (difference != 0) {
                    return Integer.signum(difference);
                }
                i++;
                j++;
            }
            int endOfA = endOfDigits(a, i);
            int endOfB = endOfDigits(b, j);
            int byNumber = compareNumbers(
                    a.substring(Math.min(i, a.length()), endOfA), b.substring(Math.min(j, b.length()), endOfB));
            if (byNumber != 0) {
                return byNumber;
            }
            i = endOfA;
            j = endOfB;
        }
        return 0;
    }

    /** Tilde before the end, the end (and a digit) before letters, letters before everything else. */
    private static int order(String s, int i) {
        if (i >= s.length() || digitAt(s, i)) {
            return 0;
        }
        char c = s.charAt(i);
        if (c == '~') {
            return -1;
        }
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        return letter ? c : c + 256;
    }

    private static boolean digitAt(String s, int i) {
        return i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= '9';
    }

    private static int endOfDigits(String s, int from) {
        int end = Math.min(from, s.length());
        while (digitAt(s, end)) {
            end++;
        }
        return end;
    }

    /** As numbers of any length; nothing counts as zero. */
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
