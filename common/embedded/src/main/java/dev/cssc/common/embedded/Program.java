package dev.cssc.common.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program of this machine to its end; its output goes to a file. */
public final class Program {
    private static final int LINES_TOLD = 15;

    private Program() {}

    /** True where the program is on {@code PATH}, or where Debian keeps programs for root. */
    public static boolean isInstalled(String name) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":", -1))
                .filter(directory -> !directory.isEmpty())
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
    }

    /**
     * Runs the program and waits.
     *
     * @throws IllegalStateException where it is missing, takes too long or ends with an error; with the last lines it wrote
     */
    public static void run(Path log, Duration limit, List<String> command) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.redirectInput(
                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
            Process process = builder.start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " did not end within " + limit.toSeconds()
                        + " s:\n" + new ServiceLog(log).end(LINES_TOLD));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command.getFirst() + " ended with " + process.exitValue() + ":\n"
                        + new ServiceLog(log).end(LINES_TOLD));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(command.getFirst() + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command.getFirst(), e);
        }
    }
}
