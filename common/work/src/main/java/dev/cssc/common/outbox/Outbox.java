package dev.cssc.common.outbox;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.Event;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.UUID;

/** The writing side of the outbox: an event becomes true with the transaction that it is appended in, and is sent after it. */
@ApplicationScoped
public class Outbox {
    private static final String APPEND = """
            insert into outbox (id, topic, key, type, value) values (cast(:id as uuid), :topic, :key, :type, :value)
            """;

    private final OutboxSignal signal;

    Outbox(OutboxSignal signal) {
        this.signal = signal;
    }

    /**
     * Appends the events, in this order.
     *
     * @param attempt which try at the step led to them, from 1; part of their identity
     * @throws dev.cssc.common.failure.FailureException (in the answer) where an event is too large
     */
    public Uni<Void> append(Tx tx, int attempt, Event... events) {
        tx.afterCommit(signal::raise);
        return Multi.createFrom()
                .items(events)
                .onItem()
                .transformToUniAndConcatenate(event -> append(tx, attempt, event))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Uni<Integer> append(Tx tx, int attempt, Event event) {
        return Uni.createFrom()
                .item(() -> EventCodec.write(event))
                .flatMap(value -> tx.session()
                        .createNativeQuery(APPEND)
                        .setParameter("id", identity(event, attempt).toString())
                        .setParameter("topic", event.type().topic())
                        .setParameter("key", event.key())
                        .setParameter("type", event.type().cloudEventType())
                        .setParameter("value", value)
                        .executeUpdate());
    }

    /** The id that this event has, whenever and however often its cause is gone through. */
    public static UUID identity(Event event, int attempt) {
        String type = event.type().cloudEventType();
        return switch (event) {
            case ImageStatus status ->
                EventId.of(status.run(), status.key(), status.service() + "/" + status.state(), attempt);
            case ImageEvent image -> EventId.of(image.run(), image.key(), type, attempt);
            // What is known, of whom, and from which image on: a longer list is told in several events.
            case BecameFixable news ->
                EventId.of(
                        news.workflow(),
                        news.images().getFirst().image(),
                        type + "/" + news.scanner().database(),
                        attempt);
            case RegistryChanged change -> EventId.of("", change.key(), type + "/" + change.version(), attempt);
        };
    }
}
