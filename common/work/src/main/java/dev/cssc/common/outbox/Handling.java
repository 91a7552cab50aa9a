package dev.cssc.common.outbox;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;

import java.util.UUID;

/**
 * What a service does with an event: store it, within the transaction that remembers the event as processed. No long work here; that is
 * what jobs are for (invariant 2).
 */
@FunctionalInterface
public interface Handling<E> {
    /**
     * @param tx the transaction
     * @param event what was said
     * @param eventId its identity, the same at each delivery; a good seed for the id of the job that it leads to
     */
    Uni<Void> handle(Tx tx, E event, UUID eventId);
}
