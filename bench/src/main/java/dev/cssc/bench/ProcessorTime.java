package dev.cssc.bench;

import dev.cssc.common.linux.ProcessStat;

import java.util.stream.Stream;

/** Processor time as the kernel counts it. */
final class ProcessorTime {
    private ProcessorTime() {}

    /** Seconds that a process and its children have used so far, those that have ended included. */
    static double seconds(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(handle -> seconds(handle.pid()))
                .sum();
    }

    /** None where it has ended: its parent has its time. */
    private static double seconds(long pid) {
        return ProcessStat.of(pid).map(ProcessStat::used).orElse(0L) / ProcessStat.TICKS_PER_SECOND;
    }
}
