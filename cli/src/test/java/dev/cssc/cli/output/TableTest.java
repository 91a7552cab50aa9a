package dev.cssc.cli.output;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirLongestCell() {
        assertThat(new Table("A", "LONG").row("word", "x").lines()).containsExactly("A     LONG", "word  x");
    }

    @Test
    void theWidestColumnIsContinuedWhereTheLineWouldBeTooLong() {
        String sentence = "a sentence of several words ".repeat(8).strip();
        String id = "0123456789-0123456789-0123456789";

        Table table = new Table("NAME", "WHY", "ID").row("name", sentence, id);

        assertThat(table.lines())
                .allMatch(line -> line.length() <= Table.WIDTH)
                .hasSizeGreaterThan(3)
                .anyMatch(line -> line.contains(id));
        assertThat(table.tsv()).containsExactly("name\t" + sentence + "\t" + id);
    }

    @Test
    void whatWouldMoveTheCursorIsTakenOut() {
        assertThat(new Table("A").row("x\n\u001b[2Jy").lines()).containsExactly("A", "x [2Jy");
    }
}
