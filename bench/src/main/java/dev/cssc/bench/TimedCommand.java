package dev.cssc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command line whose wall time is taken from start to exit. Its output goes to a file, so that nobody who reads slowly is measured.
 *
 * @param directory where it runs
 * @param arguments program and arguments
 * @param environment what is added to this process's
 */
record TimedCommand(Path directory, List<String> arguments, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    TimedCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** How long it took, in seconds, and what it printed. */
    record Outcome(double seconds, String output) {}

    /**
     * Runs it.
     *
     * @throws IllegalStateException where it does not end with 0 within half an hour
     */
    Outcome run() {
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        try {
            long begin = System.nanoTime();
            Process process = builder.start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(arguments + " did not end within " + LIMIT.toMinutes() + " minutes");
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        arguments + " ended with " + process.exitValue() + ": " + Files.readString(errors));
            }
            return new Outcome(seconds, Files.readString(output));
        } catch (IOException e) {
            throw new UncheckedIOException("running " + arguments, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + arguments + " ran", e);
        }
    }
}
