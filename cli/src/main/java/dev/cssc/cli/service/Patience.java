package dev.cssc.cli.service;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a service that is away for a moment again, because it is restarted, say, while somebody follows a run. Only reading questions may
 * be asked through it: a question may have been understood although its answer did not come through.
 */
public final class Patience {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Consumer<String> remarks;
    private final Duration limit;

    /** Two minutes of patience with each outage, whose beginning is told to {@code remarks}. */
    public Patience(Consumer<String> remarks) {
        this(remarks, LIMIT);
    }

    Patience(Consumer<String> remarks, Duration limit) {
        this.remarks = remarks;
        this.limit = limit;
    }

    /**
     * The answer, where there is one within the limit.
     *
     * @throws CliException with {@link ExitCode#UNREACHABLE} where there is none, and at once with whatever else the service says
     */
    public <T> T ask(Supplier<T> question) {
        long end = System.nanoTime() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        boolean told = false;
        while (true) {
            try {
                return question.get();
            } catch (CliException e) {
                if (e.exitCode() != ExitCode.UNREACHABLE || System.nanoTime() + pause.toNanos() > end) {
                    throw e;
                }
                if (!told) {
                    remarks.accept("cssc: The service does not answer; asking again for up to " + Json.duration(limit)
                            + ". What it was doing goes on.");
                    told = true;
                }
            }
            rest(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private static void rest(Duration pause) {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while waiting for the service; what it was doing goes on.");
        }
    }
}
