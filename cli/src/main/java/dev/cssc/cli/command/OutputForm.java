package dev.cssc.cli.command;

import java.util.Locale;

/** In which form a command answers. */
public enum OutputForm {
    /** For people, at most 100 columns wide. */
    TABLE,
    /** The whole answer, indented. */
    JSON,
    /** The cells of the table, uncut, one row a line, separated by tabs, without headings; as {@code az} prints it. */
    TSV;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
