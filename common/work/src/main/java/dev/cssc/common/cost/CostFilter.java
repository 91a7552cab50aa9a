package dev.cssc.common.cost;

import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which seconds are wanted.
 *
 * @param month only of this month, of UTC
 * @param workflow only of this workflow; an empty text for what was nobody's
 * @param registry only on images in this registry
 * @param repository only on images in a repository of this path
 * @param tag only on images whose source has this tag
 * @param task only of this kind of job
 */
public record CostFilter(
        Optional<YearMonth> month,
        Optional<String> workflow,
        Optional<String> registry,
        Optional<String> repository,
        Optional<String> tag,
        Optional<String> task) {
    /** All there are. */
    public static final CostFilter ALL = new CostFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Reads a month; empty where the text is none. */
    public static Optional<YearMonth> month(String text) {
        return Months.parse(text);
    }

    /** The columns that must have a value, and which. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        month.ifPresent(value -> columns.put("month", value.toString()));
        workflow.ifPresent(value -> columns.put("workflow", value));
        registry.ifPresent(value -> columns.put("registry", value));
        repository.ifPresent(value -> columns.put("repository", value));
        tag.ifPresent(value -> columns.put("tag", value));
        task.ifPresent(value -> columns.put("task", value));
        return columns;
    }
}
