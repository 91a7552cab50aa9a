package dev.cssc.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows under headings, each column as wide as its longest cell, all together at most 100 characters wide: where there is not room enough,
 * the widest columns are narrowed and their cells continued on further lines.
 */
public final class Table {
    /** Most characters of a line; a common terminal beside an editor. */
    public static final int WIDTH = 100;

    private static final String GAP = "  ";

    /** Narrower than this, words are torn apart. */
    private static final int NARROWEST = 12;

    private final List<String> headings;
    private final List<List<String>> rows = new ArrayList<>();

    /** A table with these headings and no row yet. */
    public Table(String... headings) {
        this.headings = List.of(headings);
    }

    /** Adds a row of as many cells as there are headings. */
    public Table row(String... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + headings.size() + " headings");
        }
        rows.add(Arrays.stream(cells).map(Table::onOneLine).toList());
        return this;
    }

    /** True where there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table as lines, without trailing blanks. */
    public List<String> lines() {
        return lines("");
    }

    /** The same, each line behind an indent, which counts for the width. */
    public List<String> lines(String indent) {
        int[] widths = widths(WIDTH - indent.length());
        List<String> lines = new ArrayList<>(wrapped(headings, widths));
        rows.forEach(row -> lines.addAll(wrapped(row, widths)));
        return lines.stream().map(indent::concat).toList();
    }

    /** The rows without headings, cells separated by tabs, nothing cut. */
    public List<String> tsv() {
        return rows.stream().map(row -> String.join("\t", row)).toList();
    }

    /** As wide as the longest cell; then the widest ones narrower until all have room. */
    private int[] widths(int room) {
        int[] widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = headings.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        // Names and identities are copied, so whole sentences are continued before a word is.
        narrow(widths, room, wholeWords());
        narrow(widths, room, new int[widths.length]);
        return widths;
    }

    /** Takes from the widest column that has room above that and above {@link #NARROWEST}, as long as that helps. */
    private static void narrow(int[] widths, int room, int[] least) {
        while (total(widths) > room) {
            int widest = widest(widths, least);
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private int[] wholeWords() {
        int[] longest = new int[headings.size()];
        for (List<String> row : rows) {
            for (int column = 0; column < longest.length; column++) {
                for (String word : row.get(column).split(" ")) {
                    longest[column] = Math.max(longest[column], word.length());
                }
            }
        }
        return longest;
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    /** The last one of several, which is where sentences stand; -1 where none may be narrower. */
    private static int widest(int[] widths, int[] least) {
        int widest = -1;
        for (int column = 0; column < widths.length; column++) {
            if (widths[column] > Math.max(NARROWEST, least[column])
                    && (widest < 0 || widths[column] >= widths[widest])) {
                widest = column;
            }
        }
        return widest;
    }

    private static List<String> wrapped(List<String> cells, int[] widths) {
        List<List<String>> parts = new ArrayList<>();
        for (int column = 0; column < widths.length; column++) {
            parts.add(wrap(cells.get(column), widths[column]));
        }
        int height = parts.stream().mapToInt(List::size).max().orElse(1);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String part = i < parts.get(column).size() ? parts.get(column).get(i) : "";
                line.append(part)
                        .append(" ".repeat(widths[column] - part.length()))
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** The text in pieces of at most {@code width} characters, at blanks where there are any. */
    public static List<String> wrap(String text, int width) {
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 ? blank : width;
            pieces.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        pieces.add(rest);
        return pieces;
    }

    /** A line break or tab would break the table, and an escape sequence of a registry's answer the terminal. */
    private static String onOneLine(String cell) {
        return cell.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
