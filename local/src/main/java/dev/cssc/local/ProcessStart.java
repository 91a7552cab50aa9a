package dev.cssc.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What tells a process from a later one with the same pid. */
final class ProcessStart {
    private ProcessStart() {}

    /**
     * When a process started, in clock ticks since the machine did: field 22 of {@code /proc/PID/stat} (proc_pid_stat(5)). Unlike the time
     * of day it does not change when the clock is set. Empty where the process is gone, or is a zombie whose parent does not collect it (as
     * in containers without an init).
     */
    static Optional<Long> of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            // The second field is the program's name in parentheses, which may hold anything; count behind the last
            // one.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            boolean gone = "Z".equals(fields[0]) || "X".equals(fields[0]);
            return gone ? Optional.empty() : Optional.of(Long.parseLong(fields[19]));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
