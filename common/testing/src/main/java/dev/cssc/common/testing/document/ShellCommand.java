package dev.cssc.common.testing.document;

import java.util.List;

/**
 * A command that a document has people type.
 *
 * @param document whose it is
 * @param line number of the line on which it begins
 * @param text what is typed: without prompt and trailing comment, lines that a backslash joins joined
 * @param shown the answer as the document shows it; empty where it shows none
 */
public record ShellCommand(String document, int line, String text, List<String> shown) {

    public ShellCommand {
        shown = List.copyOf(shown);
    }

    /** Document and line. */
    public String where() {
        return document + ":" + line;
    }

    @Override
    public String toString() {
        return where() + ": " + text;
    }
}
