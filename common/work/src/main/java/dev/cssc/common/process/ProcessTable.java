package dev.cssc.common.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** The processes that this one sees, by {@code /proc} (proc(5)). A look costs some microseconds for each process that it reads of. */
final class ProcessTable {
    static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /** Whether there is such a table; elsewhere it looks empty. */
    static boolean isThere() {
        return Files.isDirectory(PROC);
    }

    /** All that run now. */
    static List<ProcessStat> running() {
        return running(pid -> true);
    }

    /**
     * Those of now whose number was given since that of {@code first}, as far as numbers tell: the kernel counts them up, and once round
     * it begins anew. To be asked of a process that is so young that they have not been round once since.
     */
    static List<ProcessStat> runningSince(long first) {
        Optional<Long> last = lastGiven();
        return last.isPresent() ? running(pid -> pid >= first || last.get() < first && pid <= last.get()) : running();
    }

    private static List<ProcessStat> running(LongPredicate numbers) {
        String[] entries = Optional.ofNullable(PROC.toFile().list()).orElse(new String[0]);
        List<ProcessStat> running = new ArrayList<>();
        Arrays.stream(entries)
                .filter(entry -> entry.charAt(0) >= '1' && entry.charAt(0) <= '9')
                .mapToLong(Long::parseLong)
                .filter(numbers)
                .mapToObj(ProcessStat::of)
                .flatMap(Optional::stream)
                .filter(process -> !process.gone())
                .forEach(running::add);
        return running;
    }

    /** What {@code /proc/PID/environ} holds, {@code NAME=value} and a zero byte each; empty of another user's, or of one that is gone. */
    static byte[] environment(long pid) {
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
