package dev.cssc.common.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the kernel says of a process in {@code /proc/PID/stat} (proc(5)).
 *
 * @param pid process number
 * @param state one letter
 * @param parent process number of its parent
 * @param session process number of the leader of its session, who may be gone
 * @param used clock ticks of processor time, its own and those of children that it has waited for
 * @param started clock ticks from the system's start to its own: tells it from a later process of the same number, and does not change
 *     when the clock is set
 */
public record ProcessStat(long pid, char state, long parent, long session, long used, long started) {
    /** Clock ticks of a second, for whatever the kernel tells to programs. */
    public static final double TICKS_PER_SECOND = 100;

    // Fields are counted from that of the state.
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int FIRST_OF_USED = 11;
    private static final int LAST_OF_USED = 14;
    private static final int STARTED = 19;

    /** Empty where there is no such process any more, or no such system. */
    public static Optional<ProcessStat> of(long pid) {
        try {
            return Optional.of(parse(
                    pid, Files.readString(RunningProcesses.PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The same of one that runs; empty where it is {@link #gone}. */
    public static Optional<ProcessStat> running(long pid) {
        return of(pid).filter(process -> !process.gone());
    }

    /** Of {@code pid (any name, even with parentheses) state ppid pgrp session …}. */
    static ProcessStat parse(long pid, String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", STARTED + 2);
        return new ProcessStat(
                pid,
                fields[0].charAt(0),
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[SESSION]),
                IntStream.rangeClosed(FIRST_OF_USED, LAST_OF_USED)
                        .mapToLong(field -> Long.parseLong(fields[field]))
                        .sum(),
                Long.parseLong(fields[STARTED]));
    }

    /** A dead process that nobody has reaped yet counts as gone: in a container its new parent may never do so. */
    public boolean gone() {
        return state == 'Z' || state == 'X';
    }
}
