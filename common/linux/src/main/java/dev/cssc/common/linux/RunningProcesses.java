package dev.cssc.common.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** The processes that this one sees, by {@code /proc} (proc(5)). A look costs some microseconds for each process that it reads of. */
public final class RunningProcesses {
    static final Path PROC = Path.of("/proc");

    private RunningProcesses() {}

    /** Whether this system has such a list. */
    public static boolean areListed() {
        return Files.isDirectory(PROC);
    }

    /**
     * All that run now.
     *
     * @throws UncheckedIOException where the list cannot be read, which is not to be taken for an empty one
     */
    public static List<ProcessStat> all() {
        return those(pid -> true);
    }

    /**
     * Those of now whose number may have been given since that of {@code first}. To be asked of a process so young that the numbers have not
     * been round once since.
     *
     * @throws UncheckedIOException where the list cannot be read
     */
    public static List<ProcessStat> since(long first) {
        return lastGiven().map(last -> those(pid -> isSince(first, last, pid))).orElseGet(RunningProcesses::all);
    }

    /** The kernel counts numbers up, and begins with low ones again once it gave the highest: the last one is then lower than the first. */
    static boolean isSince(long first, long last, long pid) {
        return pid >= first || last < first && pid <= last;
    }

    private static List<ProcessStat> those(LongPredicate numbers) {
        List<ProcessStat> running = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                if (numbers.test(pid)) {
                    ProcessStat.running(pid).ifPresent(running::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("looking for running processes in " + PROC, e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException("looking for running processes in " + PROC, e.getCause());
        }
        return running;
    }

    /** What {@code /proc/PID/environ} holds, {@code NAME=value} and a zero byte each; empty of another user's, or of one that is gone. */
    public static byte[] environment(long pid) {
        try {
            return Files.readAllBytes(PROC.resolve(pid + "/environ"));
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /** The last field of {@code /proc/loadavg}: the number that the newest process was given. */
    private static Optional<Long> lastGiven() {
        try {
            String text = Files.readString(PROC.resolve("loadavg"), StandardCharsets.US_ASCII)
                    .strip();
            return Optional.of(Long.parseLong(text.substring(text.lastIndexOf(' ') + 1)));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }
}
