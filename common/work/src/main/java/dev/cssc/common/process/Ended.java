package dev.cssc.common.process;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A child process that is over, with all its descendants.
 *
 * @param ending how it ended
 * @param stdout file with standard output
 * @param stderr file with standard error
 * @param took wall time
 */
public record Ended(Ending ending, Path stdout, Path stderr, Duration took) {

    /**
     * The exit code, where it ended by itself.
     *
     * @param doing what the child was to do, to name in the failure
     * @throws dev.cssc.common.failure.FailureException where it ended otherwise
     */
    public int exitCode(String doing) {
        return switch (ending) {
            case Ending.Exited(int code) -> code;
            case Ending.TimedOut(Duration limit) ->
                throw failed(ReasonCode.TIMED_OUT, doing, "took longer than " + limit.toSeconds() + " s");
            case Ending.TooMuchOutput(long limit) ->
                throw failed(ReasonCode.TOO_LARGE, doing, "wrote more than " + limit + " bytes");
            case Ending.Interrupted() -> throw failed(ReasonCode.SHUTTING_DOWN, doing, "was interrupted");
            case Ending.NotStarted(String why) -> throw failed(ReasonCode.ENGINE_UNAVAILABLE, doing, why);
        };
    }

    private static FailureException failed(ReasonCode reason, String doing, String why) {
        return Failure.of(reason, doing + ": " + why).toException();
    }

    /**
     * The end of standard error for a person's eyes, at most that many bytes. Bytes that are no UTF-8, for example a character cut in
     * two, become the replacement character.
     */
    public String stderrTail(int bytes) {
        return tail(stderr, bytes);
    }

    /** The end of standard output, as {@link #stderrTail} gives it. */
    public String stdoutTail(int bytes) {
        return tail(stdout, bytes);
    }

    private static String tail(Path file, int bytes) {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
            long length = open.length();
            byte[] tail = new byte[(int) Math.min(length, bytes)];
            open.seek(length - tail.length);
            open.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading a child's output in " + file, e);
        }
    }
}
