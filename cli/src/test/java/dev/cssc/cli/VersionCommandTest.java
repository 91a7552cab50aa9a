package dev.cssc.cli;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class VersionCommandTest extends CommandTest {
    @Test
    void theVersionSaysWhatItRunsOn() {
        assertThat(run("version")).isZero();

        assertThat(out.toString().strip())
                .matches("cssc \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?(, commit [0-9a-f]{7,40})?, Java \\d+");
    }
}
