package dev.cssc.common.capacity;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class CapacityTest {
    private static final long MIB = 1024 * 1024;

    private static Optional<FreeMemory> free(long mebibytes) {
        return Optional.of(new FreeMemory(mebibytes * MIB, "the cgroup"));
    }

    private static OptionalLong perJob(long mebibytes) {
        return OptionalLong.of(mebibytes * MIB);
    }

    @Test
    void theLesserOfConfigurationAndMemoryCounts() {
        assertThat(Capacity.of(4, perJob(512), free(8_000)).jobs()).isEqualTo(4);
        assertThat(Capacity.of(4, perJob(512), free(1_600)).jobs()).isEqualTo(3);
        assertThat(Capacity.of(4, perJob(512), free(1_600)).why())
                .isEqualTo(
                        "memory, less than cssc.worker.concurrency = 4: 1600 MiB free in the cgroup, 512 MiB for a job"
                                + " (cssc.worker.memory-per-job)");
    }

    @Test
    void oneJobIsAlwaysAllowed() {
        assertThat(Capacity.of(4, perJob(512), free(100)).jobs()).isEqualTo(1);
        assertThat(Capacity.of(0, OptionalLong.empty(), free(100)).jobs()).isEqualTo(1);
    }

    @Test
    void withoutAFigureOnEitherSideTheConfigurationCounts() {
        assertThat(Capacity.of(3, OptionalLong.empty(), free(1)).jobs()).isEqualTo(3);
        assertThat(Capacity.of(3, perJob(512), Optional.empty()).jobs()).isEqualTo(3);
    }

    @Test
    void whileMemoryIsShortNobodyJoinsTheOneWhoWorks() {
        AtomicLong mebibytes = new AtomicLong(100);
        MemoryGate gate = new MemoryGate(perJob(512), () -> free(mebibytes.get()));

        assertThat(gate.enter()).as("one always may").isTrue();
        assertThat(gate.enter()).isFalse();
        mebibytes.set(600);
        assertThat(gate.enter()).isTrue();
        mebibytes.set(100);
        gate.leave();
        assertThat(gate.enter()).as("another still works").isFalse();
        gate.leave();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void withoutAFigureForAJobTheGateIsOpen() {
        MemoryGate gate = new MemoryGate(OptionalLong.empty(), () -> free(0));

        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isTrue();
    }
}
