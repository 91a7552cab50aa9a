package dev.cssc.common.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service shows at {@code /q/metrics}, in Prometheus' text format or in OpenMetrics', whichever was asked for. */
public final class PrometheusText {
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");

    private static final String TOTAL = "_total";

    private PrometheusText() {}

    /**
     * One metric with all its series.
     *
     * @param name without the endings that a summary's series have
     * @param type {@code counter}, {@code gauge}, {@code summary}, …
     * @param help its description; empty where it has none
     * @param labels of any of its series
     */
    public record Family(String name, String type, String help, Set<String> labels) {}

    /**
     * Value of a series; 0 where nothing was counted yet.
     *
     * @param text all of it
     * @param series its name with its labels, as they stand there
     */
    public static double value(String text, String series) {
        return text.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The metrics by name. The longest time of a summary, which Micrometer shows as a gauge of its own, is no metric here. */
    public static Map<String, Family> families(String text) {
        Map<String, String> helps = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        Map<String, Set<String>> labels = new TreeMap<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                helps.put(words[2], words.length > 3 ? words[3].strip() : "");
            } else if (line.startsWith("# TYPE ")) {
                String type = words[3].strip();
                types.put(series(words[2], type), type);
            } else if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                if (sample.matches()) {
                    labels.computeIfAbsent(family(sample.group(1), types), name -> new TreeSet<>())
                            .addAll(labels(Optional.ofNullable(sample.group(2)).orElse("")));
                }
            }
        }
        Map<String, Family> families = new TreeMap<>();
        types.forEach((name, type) -> {
            boolean longest = name.endsWith("_max") && types.containsKey(name.substring(0, name.length() - 4));
            if (!longest) {
                families.put(name, new Family(name, type, help(name, helps), labels.getOrDefault(name, Set.of())));
            }
        });
        return families;
    }

    /** OpenMetrics leaves out of a counter's name what its series have: its queries are the same. */
    private static String series(String name, String type) {
        return type.equals("counter") && !name.endsWith(TOTAL) ? name + TOTAL : name;
    }

    private static String help(String name, Map<String, String> helps) {
        String bare = name.endsWith(TOTAL) ? name.substring(0, name.length() - TOTAL.length()) : name;
        return Optional.ofNullable(helps.get(name))
                .or(() -> Optional.ofNullable(helps.get(bare)))
                .orElse("");
    }

    private static String family(String series, Map<String, String> types) {
        for (String ending : List.of("_count", "_sum", "_bucket")) {
            String name = series.endsWith(ending) ? series.substring(0, series.length() - ending.length()) : series;
            if (types.containsKey(name) && !name.equals(series)) {
                return name;
            }
        }
        return series;
    }

    private static List<String> labels(String braces) {
        return LABEL.matcher(braces).results().map(label -> label.group(1)).toList();
    }
}
