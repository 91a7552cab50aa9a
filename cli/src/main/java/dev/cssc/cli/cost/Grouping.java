package dev.cssc.cli.cost;

import java.util.Locale;

/** By what costs are added up. */
enum Grouping {
    IMAGE,
    WORKFLOW,
    MONTH,
    TASK;

    /** The member of an answer that names the group. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
