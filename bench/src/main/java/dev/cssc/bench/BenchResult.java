package dev.cssc.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.output.Table;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark measured.
 *
 * @param bench its name
 * @param n how large its input was
 * @param input what it was, in words
 * @param rounds how often each was run, in turn
 * @param rows what was measured
 * @param machine where
 * @param versions of what
 */
record BenchResult(
        String bench, int n, String input, int rounds, List<Row> rows, String machine, Map<String, String> versions) {
    private static final ObjectMapper JSON = new ObjectMapper();

    BenchResult {
        rows = List.copyOf(rows);
        versions = Map.copyOf(versions);
    }

    /**
     * One comparison.
     *
     * @param name of the row
     * @param ours median wall seconds of ours
     * @param theirs median wall seconds of the other
     * @param words what ran beside ours
     */
    record Row(String name, double ours, double theirs, String words) {
        /** A row of several rounds: the median of each side. */
        static Row ofRounds(String name, List<Double> ours, List<Double> theirs, String words) {
            return new Row(name, Median.of(ours), Median.of(theirs), words);
        }

        /** Theirs divided by ours: more is better. */
        double ratio() {
            return theirs / ours;
        }
    }

    /** {@code {bench, n, rows: [{name, ours_s, theirs_s, ratio, theirs}], machine, versions}}, and in words what was measured. */
    JsonNode toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("bench", bench).put("n", n);
        ArrayNode list = json.putArray("rows");
        for (Row row : rows) {
            list.addObject()
                    .put("name", row.name())
                    .put("ours_s", rounded(row.ours()))
                    .put("theirs_s", rounded(row.theirs()))
                    .put("ratio", rounded(row.ratio()))
                    .put("theirs", row.words());
        }
        json.put("machine", machine);
        ObjectNode of = json.putObject("versions");
        versions.keySet().stream().sorted().forEach(name -> of.put(name, versions.get(name)));
        return json.put("input", input).put("rounds", rounds);
    }

    /** The rows as a person reads them. */
    Table table() {
        Table table = new Table("ROW", "OURS s", "THEIRS s", "RATIO", "THEIRS");
        for (Row row : rows) {
            table.row(row.name(), text(row.ours()), text(row.theirs()), text(row.ratio()), row.words());
        }
        return table;
    }

    /** Two places, more where nothing would be left of a small number. */
    private static String text(double number) {
        return String.format(Locale.ROOT, number < 0.1 ? "%.4f" : "%.2f", number);
    }

    private static double rounded(double number) {
        return Math.round(number * 1_000_000) / 1_000_000.0;
    }
}
