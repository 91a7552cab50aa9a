package dev.cssc.common.job;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;

import java.time.Duration;
import java.util.function.Function;

/**
 * Thrown by a handler whose job is better done when another one has come further: the job is given back, which is no attempt, and no worker
 * waits. {@link WaitingJobs#wake} with the same key, or the time given, has it tried again.
 */
public final class AwaitedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final Duration atMost;
    private final transient Function<Tx, Uni<Boolean>> still;

    /**
     * @param message for whom it waits, as a part of a sentence, for the job's log
     * @param key of what is awaited, of the handler's choosing
     * @param atMost when it is tried again in any case
     * @param still whether it is to be awaited still: asked in the transaction that gives the job back, when nobody can wake the key. Where it
     *     is not, the job is tried again at once
     */
    public AwaitedException(String message, String key, Duration atMost, Function<Tx, Uni<Boolean>> still) {
        super(message, null, false, false);
        this.key = key;
        this.atMost = atMost;
        this.still = still;
    }

    String key() {
        return key;
    }

    Duration atMost() {
        return atMost;
    }

    Uni<Boolean> still(Tx tx) {
        return still.apply(tx);
    }
}
