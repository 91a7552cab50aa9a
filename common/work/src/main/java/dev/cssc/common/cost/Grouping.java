package dev.cssc.common.cost;

import java.util.Map;
import java.util.Optional;

/** By what seconds are added up. */
public enum Grouping {
    /** By the image that they were spent on, {@code registry/repository:tag}. */
    IMAGE(
            "registry, repository, tag",
            "case when registry = '' then '' else registry || '/' || repository || ':' || tag end",
            "(registry, repository, tag) > (:behindRegistry, :behindRepository, :behindTag)"),
    /** By the workflow whose work it was. */
    WORKFLOW("workflow", "workflow", "workflow > :behind"),
    /** By month, of UTC. */
    MONTH("month", "to_char(month, 'YYYY-MM')", "month > to_date(:behind, 'YYYY-MM')"),
    /** By what was done: the kind of job. */
    TASK("task", "task", "task > :behind");

    private final String columns;
    private final String label;
    private final String behind;

    Grouping(String columns, String label, String behind) {
        this.columns = columns;
        this.label = label;
        this.behind = behind;
    }

    /** The name, where a group can have it. */
    public Optional<String> named(String name) {
        return place(name).map(place -> name);
    }

    /** The columns that tell groups apart, in the order of the list. */
    String columns() {
        return columns;
    }

    /** What a group is called, in SQL over those columns. */
    String label() {
        return label;
    }

    /** The condition that a group is behind a place, with the parameters of {@link #place}. */
    String behind() {
        return behind;
    }

    /** The group of that name as parameters; empty where no group can have that name. */
    Optional<Map<String, String>> place(String name) {
        return switch (this) {
            case WORKFLOW, TASK -> Optional.of(Map.of("behind", name));
            case MONTH -> Months.parse(name).map(month -> Map.of("behind", month.toString()));
            case IMAGE ->
                Attribution.parse(name)
                        .map(image -> Map.of(
                                "behindRegistry",
                                image.registry(),
                                "behindRepository",
                                image.repository(),
                                "behindTag",
                                image.tag()));
        };
    }
}
