package dev.cssc.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of series and labels in a PromQL query, found without understanding it. In this order: texts between quotes are emptied, since
 * they are values; ranges between brackets are dropped, since they are durations; lists of labels behind {@code by}, {@code on} and their
 * like are taken out; of the names that are left, one before a parenthesis is a function or an aggregation and one of the words of the
 * language is none of ours. All others are series, with the labels that the braces behind them compare.
 *
 * @param series what is read
 * @param grouping labels by which is grouped or matched
 */
record PromqlNames(List<Series> series, Set<String> grouping) {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*]");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w$.])([a-zA-Z_:][\\w:]*)\\s*(?:\\{([^}]*)})?\\s*(\\(?)");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS =
            Set.of("and", "or", "unless", "offset", "bool", "inf", "nan", "sum", "min", "max", "avg", "count", "topk");

    /**
     * A series that is read.
     *
     * @param name its name
     * @param labels that are compared
     */
    record Series(String name, Set<String> labels) {}

    static PromqlNames of(String query) {
        String rest = RANGE.matcher(TEXT.matcher(query).replaceAll("\"\"")).replaceAll("");
        Set<String> grouping = new TreeSet<>();
        GROUPING.matcher(rest).results().forEach(list -> grouping.addAll(words(list.group(1))));
        Matcher names = NAME.matcher(GROUPING.matcher(rest).replaceAll(" "));
        List<Series> series = new ArrayList<>();
        while (names.find()) {
            if (names.group(3).isEmpty() && !WORDS.contains(names.group(1))) {
                series.add(new Series(names.group(1), compared(names.group(2))));
            }
        }
        return new PromqlNames(series, grouping);
    }

    private static Set<String> compared(String braces) {
        Set<String> labels = new TreeSet<>();
        if (braces != null) {
            MATCHER.matcher(braces).results().forEach(matcher -> labels.add(matcher.group(1)));
        }
        return labels;
    }

    private static List<String> words(String list) {
        return Pattern.compile("\\w+")
                .matcher(list)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
    }
}
