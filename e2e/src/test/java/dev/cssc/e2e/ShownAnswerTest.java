package dev.cssc.e2e;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ShownAnswerTest {
    private static final String REAL = """
            WORKFLOW  SECONDS  ATTEMPTS
            demo      12.4     8
            nightly   3.0      2
            TOTAL     15.4     10
            """;

    @Test
    void numbersAndColumnsMayDifferAndLinesMayBeBetween() {
        assertThat(new ShownAnswer(List.of("WORKFLOW SECONDS ATTEMPTS", "nightly  61034.5  412", "TOTAL  1  2"))
                        .missingIn(REAL))
                .isEmpty();
    }

    @Test
    void wordsMayNotDifferAndOrderIsKept() {
        assertThat(new ShownAnswer(List.of("WORKFLOW SECONDS TRIES")).missingIn(REAL))
                .isPresent();
        assertThat(new ShownAnswer(List.of("weekly 1 2")).missingIn(REAL)).contains("weekly 1 2");
        assertThat(new ShownAnswer(List.of("nightly 1 2", "demo 1 2")).missingIn(REAL))
                .contains("demo 1 2");
        assertThat(new ShownAnswer(List.of("demo 1 2", "demo 1 2")).missingIn(REAL))
                .contains("demo 1 2");
    }

    @Test
    void anEllipsisIsAnything() {
        assertThat(new ShownAnswer(List.of("nigh… …")).missingIn("nightly   3.0 and 2"))
                .isEmpty();
        assertThat(new ShownAnswer(List.of("nigh…")).missingIn("daily")).isPresent();
    }
}
