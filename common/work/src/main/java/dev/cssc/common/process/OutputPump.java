package dev.cssc.common.process;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Moves one stream of a child into a file, up to a limit, on a thread of its own. */
final class OutputPump {

    private final InputStream from;
    private final Path to;
    private final long limit;
    private final CompletableFuture<Object> stopped = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private volatile boolean beyondLimit;
    private volatile Optional<IOException> broken = Optional.empty();

    private OutputPump(InputStream from, Path to, long limit) {
        this.from = from;
        this.to = to;
        this.limit = limit;
    }

    static OutputPump start(String name, InputStream from, Path to, long limit) {
        OutputPump pump = new OutputPump(from, to, limit);
        // A platform thread: reading a pipe would pin a virtual one.
        Thread.ofPlatform().daemon().name("child-" + name).start(pump::pump);
        return pump;
    }

    /** Completes where the child is to be ended because of this stream; never where the stream just ends. */
    CompletableFuture<Object> stopped() {
        return stopped;
    }

    boolean beyondLimit() {
        return beyondLimit;
    }

    /**
     * Waits until all is written; gives up where someone who escaped still holds the pipe.
     *
     * @throws dev.cssc.common.failure.FailureException where the file could not be written
     */
    void finish(Duration patience) {
        finished.copy()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (broken.isPresent()) {
            throw Failure.of(ReasonCode.DISK_FULL, "keeping a child's output in " + to + ": " + broken.get())
                    .toException(broken.get());
        }
    }

    private void pump() {
        try (OutputStream file = Files.newOutputStream(to)) {
            byte[] buffer = new byte[16 * 1024];
            long kept = 0;
            for (int n = read(buffer); n >= 0; n = read(buffer)) {
                int fits = (int) Math.min(n, limit - kept);
                file.write(buffer, 0, fits);
                kept += fits;
                if (fits < n) {
                    beyondLimit = true;
                    stopped.complete(to);
                    return;
                }
            }
        } catch (IOException e) {
            broken = Optional.of(e);
            stopped.complete(to);
        } finally {
            finished.complete(null);
        }
    }

    /** The next bytes; a pipe that was closed under us is at its end. */
    private int read(byte[] buffer) {
        try {
            return from.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }
}
