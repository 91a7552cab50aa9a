package dev.cssc.common.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/**
 * What the kernel says of a process in {@code /proc/PID/stat} (proc(5)).
 *
 * @param pid process number
 * @param state one letter
 * @param parent process number of its parent
 * @param session process number of the leader of its session, who may be gone
 * @param started clock ticks from the system's start to its own
 */
record ProcessStat(long pid, char state, long parent, long session, long started) {
    /** The field of its start, counted from that of its state. */
    private static final int STARTED = 19;

    /** Empty where there is no such process any more, or no such system. */
    static Optional<ProcessStat> of(long pid) {
        try {
            String text = Files.readString(RunningProcesses.PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // "pid (any name, even with parentheses) state ppid pgrp session …"
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", STARTED + 2);
            return Optional.of(new ProcessStat(
                    pid,
                    fields[0].charAt(0),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[3]),
                    Long.parseLong(fields[STARTED])));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** A dead process that nobody has reaped yet counts as gone: in a container its new parent may never do so. */
    boolean gone() {
        return state == 'Z' || state == 'X';
    }
}
