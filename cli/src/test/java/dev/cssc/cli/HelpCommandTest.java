package dev.cssc.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HelpCommandTest extends CommandTest {
    @Test
    void theManualPageHasEveryCommandAndNoLineThatRoffWouldTakeForAMacro() {
        assertThat(run("help", "--man")).isZero();

        assertThat(out.toString().lines())
                .startsWith(".TH CSSC 1")
                .allMatch(line -> line.chars().allMatch(c -> c < 128))
                .contains(".SS cssc workflow cancel\\-run", ".SS cssc image history")
                .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
                .allMatch(line -> line.matches("\\.(TH|SH|SS|nf|fi)\\b.*"));
    }
}
