package dev.cssc.common.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody most likely meant. */
final class Proposal {
    /** What is longer than this is no slip of a short word; it is not compared. */
    private static final int LONGEST = 40;

    private Proposal() {}

    /** The word that the written one nearly is: in other case, with other separators, or with a letter or two amiss. */
    static Optional<String> nearest(String written, Collection<String> words) {
        if (written.isEmpty() || written.length() > LONGEST) {
            return Optional.empty();
        }
        return words.stream()
                .filter(word -> distance(plain(written), plain(word)) <= tolerated(word))
                .min(Comparator.<String>comparingInt(word -> distance(plain(written), plain(word)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The same as a proposal. */
    static Optional<String> didYouMean(String written, Collection<String> words) {
        return nearest(written, words).map(word -> "did you mean \"" + word + "\"?");
    }

    private static int tolerated(String word) {
        return word.length() > 5 ? 2 : word.length() > 3 ? 1 : 0;
    }

    /** {@code minimumSeverity}, {@code minimum_severity} and {@code Minimum-Severity} are one. */
    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(" ", "");
    }

    /** How many letters have to be added, removed, replaced or swapped with their neighbour. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                } else {
                    int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                    d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                    if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                        d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                    }
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
