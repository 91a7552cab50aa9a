package dev.cssc.common.process;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessTableTest {
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
        assertThat(ProcessTable.running())
                .anySatisfy(process -> {
                    assertThat(process.pid()).isEqualTo(child.pid());
                    assertThat(process.parent())
                            .isEqualTo(ProcessHandle.current().pid());
                })
                .extracting(ProcessStat::pid)
                .contains(ProcessHandle.current().pid());
    }

    @Test
    void whatWasStartedSinceAChildIsLookedAtAndNothingOlder() throws Exception {
        Process later = new ProcessBuilder("sleep", "600").start();
        try {
            List<Long> since = ProcessTable.runningSince(child.pid()).stream()
                    .map(ProcessStat::pid)
                    .toList();

            assertThat(since).contains(child.pid(), later.pid());
            assertThat(since)
                    .as("the child's parent, which is older")
                    .doesNotContain(ProcessHandle.current().pid());
        } finally {
            later.destroyForcibly().waitFor();
        }
    }

    @Test
    void afterNumbersBeganAnewTheLowOnesAreLookedAtToo() {
        // No process has this number: as after a child that was given the highest one, and before the next.
        assertThat(ProcessTable.runningSince(Long.MAX_VALUE))
                .extracting(ProcessStat::pid)
                .contains(child.pid(), ProcessHandle.current().pid());
    }

    @Test
    void whatHasEndedRunsNoMoreThoughNobodyHasAskedForItsEnd() throws Exception {
        child.destroyForcibly().waitFor();

        assertThat(ProcessTable.running()).extracting(ProcessStat::pid).doesNotContain(child.pid());
    }

    @Test
    void environmentOfAChildIsWhatItWasStartedWithAndOfNobodyIsEmpty() {
        assertThat(new String(ProcessTable.environment(child.pid()), StandardCharsets.US_ASCII).split("\0"))
                .contains("ONLY_OF=this-child");
        assertThat(ProcessTable.environment(Long.MAX_VALUE)).isEmpty();
    }
}
