package dev.cssc.patch.engine.buildah;

/**
 * A package version as dpkg orders it (Debian Policy §5.6.12): epoch, then upstream version, then revision.
 *
 * @param epoch 0 where not given
 * @param upstream the part before the last hyphen
 * @param revision the part after it; empty where there is none, which equals {@code 0}
 */
record DebianVersion(long epoch, String upstream, String revision) implements Comparable<DebianVersion> {

    /**
     * Reads {@code [epoch:]upstream[-revision]}.
     *
     * @throws IllegalArgumentException where the epoch is no number
     */
    static DebianVersion parse(String text) {
        int colon = text.indexOf(':');
        long epoch = colon < 0 ? 0 : Long.parseLong(text.substring(0, colon));
        String rest = text.substring(colon + 1);
        int hyphen = rest.lastIndexOf('-');
        return hyphen < 0
                ? new DebianVersion(epoch, rest, "")
                : new DebianVersion(epoch, rest.substring(0, hyphen), rest.substring(hyphen + 1));
    }

    /** True where {@code version} is {@code wanted} or newer. */
    static boolean reaches(String version, String wanted) {
        return parse(version).compareTo(parse(wanted)) >= 0;
    }

    @Override
    public int compareTo(DebianVersion other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byUpstream = comparePart(upstream, other.upstream);
        return byUpstream != 0 ? byUpstream : comparePart(revision, other.revision);
    }

    /** Alternately a run of non-digits, by {@link #rank}, and a run of digits, as a number; the end of a string counts as an empty run. */
    private static int comparePart(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (isText(a, i) || isText(b, j)) {
                int order = Integer.compare(rank(a, i), rank(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endOfA = endOfDigits(a, i);
            int endOfB = endOfDigits(b, j);
            int order = compareNumbers(a.substring(i, endOfA), b.substring(j, endOfB));
            if (order != 0) {
                return order;
            }
            i = endOfA;
            j = endOfB;
        }
        return 0;
    }

    private static boolean isText(String text, int at) {
        return at < text.length() && !isDigit(text.charAt(at));
    }

    /** Tilde before the end, the end (or a digit) before letters, letters before everything else. */
    private static int rank(String text, int at) {
        if (at >= text.length() || isDigit(text.charAt(at))) {
            return 0;
        }
        char c = text.charAt(at);
        if (c == '~') {
            return -1;
        }
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter ? c : c + 256;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String a, String b) {
        String left = a.replaceFirst("^0+", "");
        String right = b.replaceFirst("^0+", "");
        return left.length() != right.length() ? Integer.compare(left.length(), right.length()) : left.compareTo(right);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
