package dev.cssc.common.linux;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class ProcessStatTest {
    @Test
    void fieldsAreCountedBehindANameThatHoldsBlanksAndParentheses() {
        ProcessStat stat = ProcessStat.parse(
                1234,
                "1234 (a) Z 7 (b) S 99 1234 88 0 -1 4194560 150 0 0 0 11 22 33 44 20 0 1 0 777000 5758976 286 18446744073709551615 1");

        assertThat(stat).isEqualTo(new ProcessStat(1234, 'S', 99, 88, 110, 777_000));
        assertThat(stat.gone()).isFalse();
    }

    @Test
    @Timeout(60)
    void aDeadProcessThatNobodyHasReapedIsThereAndDoesNotRun() throws Exception {
        Process shell = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 600").start();
        try (var said = shell.inputReader()) {
            long zombie = Long.parseLong(said.readLine());
            while (ProcessStat.of(zombie).orElseThrow().state() != 'Z') {
                Thread.onSpinWait();
            }

            assertThat(ProcessStat.of(zombie).orElseThrow().gone()).isTrue();
            assertThat(ProcessStat.running(zombie)).isEmpty();
            assertThat(ProcessStat.running(shell.pid())).isPresent();
        } finally {
            shell.destroyForcibly().waitFor();
        }
    }

    @Test
    void processorTimeOfThisProcessIsCounted() {
        assertThat(ProcessStat.of(ProcessHandle.current().pid()).orElseThrow().used())
                .isPositive();
        assertThat(ProcessStat.of(Long.MAX_VALUE)).isEmpty();
    }
}
