package dev.cssc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
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

    /** Fields 14 to 17 of {@code /proc/PID/stat}, proc(5): its own and its children's that it has waited for, in 1/100 s. */
    private static double seconds(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return IntStream.rangeClosed(11, 14)
                            .mapToLong(i -> Long.parseLong(fields[i]))
                            .sum()
                    / 100.0;
        } catch (IOException e) {
            return 0; // it has ended, and its parent has its time
        }
    }
}
