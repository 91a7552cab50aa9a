package dev.cssc.common.outbox;

import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;

import java.util.List;

/**
 * What a service does with several events at once: as {@link Handling} with one, in one transaction, and with few statements. It has to be
 * able to take each event alone too: where a batch does not work out its events are handled one by one, so that only the one to blame
 * suffers.
 */
@FunctionalInterface
public interface BatchHandling<E> {
    /**
     * @param tx the transaction
     * @param events what was said, in the order in which it was received; each for the first time
     */
    Uni<Void> handle(Tx tx, List<Received<E>> events);
}
