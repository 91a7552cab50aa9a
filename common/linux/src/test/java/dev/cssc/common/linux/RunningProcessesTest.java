package dev.cssc.common.linux;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;

class RunningProcessesTest {
    private Process child;

    @BeforeEach
    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "600");
        builder.environment().put("ONLY_OF", "this-child");
        child = builder.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        child.destroyForcibly().waitFor();
    }

    @Test
    void whatRunsIsThereWithItsParent() {
        assertThat(RunningProcesses.all())
                .anySatisfy(process -> {
                    assertThat(process.pid()).isEqualTo(child.pid());
                    assertThat(process.parent())
                            .isEqualTo(ProcessHandle.current().pid());
                })
                .extracting(ProcessStat::pid)
                .contains(ProcessHandle.current().pid());
    }

    @Test
    void whatWasStartedSinceAChildIsFound() throws Exception {
        Process later = new ProcessBuilder("sleep", "600").start();
        try {
            assertThat(RunningProcesses.since(child.pid()))
                    .extracting(ProcessStat::pid)
                    .contains(child.pid(), later.pid());
        } finally {
            later.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, 700, 499, false",
        "500, 700, 500, true",
        "500, 700, 600, true",
        // Given between two looks.
        "500, 700, 701, true",
        // Numbers began anew: low ones are new ones, and those between belong to what is older.
        "32000, 400, 300, true",
        "32000, 400, 400, true",
        "32000, 400, 401, false",
        "32000, 400, 31999, false",
        "32000, 400, 32100, true"
    })
    void numbersTellWhatMayBeYounger(long first, long last, long pid, boolean since) {
        assertThat(RunningProcesses.isSince(first, last, pid)).isEqualTo(since);
    }

    @Test
    void whatHasEndedRunsNoMoreThoughNobodyHasAskedForItsEnd() throws Exception {
        child.destroyForcibly().waitFor();

        assertThat(RunningProcesses.all()).extracting(ProcessStat::pid).doesNotContain(child.pid());
    }

    @Test
    void environmentOfAChildIsWhatItWasStartedWithAndOfNobodyIsEmpty() {
        assertThat(new String(RunningProcesses.environment(child.pid()), StandardCharsets.US_ASCII).split("\0"))
                .contains("ONLY_OF=this-child");
        assertThat(RunningProcesses.environment(Long.MAX_VALUE)).isEmpty();
    }
}
