package dev.cssc.common.outbox;

import dev.cssc.common.outbox.OutboxRelay.Round;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Relays for as long as the service runs. */
@ApplicationScoped
public class RelayLoop {
    private static final Logger LOG = Logger.getLogger(RelayLoop.class);

    private final OutboxRelay relay;
    private final OutboxSignal signal;
    private final RelayConfig config;
    private final Thread thread =
            Thread.ofPlatform().name("outbox-relay").daemon().unstarted(this::loop);
    private volatile boolean stopping;
    private volatile long lastGood = System.nanoTime();
    private volatile Optional<String> lastError = Optional.empty();

    RelayLoop(OutboxRelay relay, OutboxSignal signal, RelayConfig config) {
        this.relay = relay;
        this.signal = signal;
        this.config = config;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        thread.start();
    }

    // After the workers, whose last events it still sends.
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        stopping = true;
        signal.raise();
        thread.join(5_000);
    }

    /** The thread's name where it has ended although the service goes on. */
    public List<String> dead() {
        return stopping || thread.isAlive() || thread.getState() == Thread.State.NEW
                ? List.of()
                : List.of(thread.getName());
    }

    /** For how long its rounds have failed, where the last one did. */
    public Optional<RelayTrouble> trouble() {
        return lastError.map(why -> new RelayTrouble(Duration.ofNanos(System.nanoTime() - lastGood), why));
    }

    private void loop() {
        while (!stopping) {
            boolean more = false;
            try {
                more = switch (relay.relayOnce()) {
                    // Fewer than were asked for were all; whoever writes another one raises the signal after its
                    // commit.
                    case Round.Sent(int events) -> events >= config.batch();
                    case Round.Parked(long seq) -> true;
                    case Round.Idle() -> false;
                    case Round.Busy() -> false;
                };
                lastGood = System.nanoTime();
                lastError = Optional.empty();
            } catch (RuntimeException | Error e) {
                lastError = Optional.of(e.toString());
                LOG.warnf("events wait in the outbox, trying again: %s", e.toString());
            }
            if (!more) {
                try {
                    signal.await(config.poll());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
