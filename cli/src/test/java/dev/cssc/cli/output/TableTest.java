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
    void whatIsCopiedStaysWholeAsLongAsASentenceCanBeContinuedInItsPlace() {
        String id = "2895bd39-f54a-566b-8953-e1a267ea5f91";
        String image = "registry.example.com/team/application:12";

        assertThat(new Table("IMAGE", "WHEN", "ID")
                        .row(image, "2026-11-28 20:27:31 UTC", id)
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.length() <= Table.WIDTH)
                .anyMatch(line -> line.contains(image) && line.contains(id));
    }

    @Test
    void whatWouldMoveTheCursorIsTakenOut() {
        assertThat(new Table("A").row("x\n\u001b[2Jy").lines()).containsExactly("A", "x [2Jy");
    }
}
