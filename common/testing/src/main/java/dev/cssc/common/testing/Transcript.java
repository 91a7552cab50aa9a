package dev.cssc.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a child process that ended wrote, and how it ended, as whoever ran it by hand would have seen it.
 *
 * @param code its exit code
 * @param stdout all of it
 * @param stderr all of it
 */
public record Transcript(int code, String stdout, String stderr) {
    private static final long MINUTES = 10;
    private static final long GRACE_SECONDS = 10;

    /**
     * Runs what is prepared to its end, with nothing to read. What it leaves running in the background goes on.
     *
     * @throws AssertionError where it still runs after ten minutes, with what it wrote so far; it is asked to end then, and killed after ten seconds with
     *     what still descends from it
     */
    public static Transcript of(ProcessBuilder prepared) {
        try {
            Path out = Files.createTempFile("transcript", ".out");
            Path err = Files.createTempFile("transcript", ".err");
            try {
                return of(prepared, out, err);
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(prepared.command() + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + prepared.command() + " ran", e);
        }
    }

    private static Transcript of(ProcessBuilder prepared, Path out, Path err) throws IOException, InterruptedException {
        Process process = prepared.redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            end(process);
            throw new AssertionError("still running after " + MINUTES + " minutes: " + prepared.command() + "\n"
                    + Files.readString(out) + Files.readString(err));
        }
        return new Transcript(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Politely first: a client of containers has one to remove, and a command a farewell to say. */
    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /**
     * Itself, where it ended so.
     *
     * @throws AssertionError with all that it wrote, where it ended with another code
     */
    public Transcript with(int expected) {
        if (code != expected) {
            throw new AssertionError(
                    "ended with %d, not with %d%nstdout:%n%s%nstderr:%n%s".formatted(code, expected, stdout, stderr));
        }
        return this;
    }

    /** Itself, where it ended with 0; as {@link #with} has it. */
    public Transcript succeeded() {
        return with(0);
    }
}
