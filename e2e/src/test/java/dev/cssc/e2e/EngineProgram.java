package dev.cssc.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A package manager at work in an image, as a program of this machine. */
final class EngineProgram {
    private EngineProgram() {}

    /** Waits until a service has one at work, and has it stand still: it neither ends nor goes on, whatever happens to the service. */
    static void haltOneOf(ProcessHandle service) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    Optional<ProcessHandle> found = service.descendants()
                            .filter(process ->
                                    process.info().command().orElse("").endsWith("/apt-get"))
                            .findFirst();
                    return found.isPresent() && halt(found.get());
                });
    }

    private static boolean halt(ProcessHandle process) {
        try {
            Process stop = new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).start();
            assertThat(stop.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return stop.exitValue() == 0 && process.isAlive();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
