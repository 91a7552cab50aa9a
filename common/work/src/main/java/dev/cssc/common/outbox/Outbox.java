package dev.cssc.common.outbox;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.Event;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** The writing side of the outbox: an event becomes true with the transaction that it is appended in, and is sent after it. */
@ApplicationScoped
public class Outbox {
    private static final String APPEND = """
            insert into outbox (id, topic, key, type, value, traceparent, tracestate)
            select id, topic, key, type, value, nullif(traceparent, ''), nullif(tracestate, '')
            from json_to_recordset(cast(cast(:rows as text) as json)) as r(
                position integer, id uuid, topic text, key text, type text, value text, traceparent text, tracestate text)
            order by position
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
        return appendAll(tx, attempt, List.of(events));
    }

    /** Appends any number of events, in this order, with one statement; otherwise as {@link #append}. */
    public Uni<Void> appendAll(Tx tx, int attempt, List<? extends Event> events) {
        return appendTraced(
                tx,
                attempt,
                events.stream().map(event -> new Traced(event, tx.trace())).toList());
    }

    /** Appends any number of events of different traces, in this order, with one statement; otherwise as {@link #append}. */
    public Uni<Void> appendTraced(Tx tx, int attempt, List<Traced> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        tx.afterCommit(signal::raise);
        return Uni.createFrom()
                .item(() -> JsonRows.write(IntStream.range(0, events.size())
                        .mapToObj(i -> Row.of(i, events.get(i), attempt))
                        .toList()))
                .flatMap(rows -> tx.statement(APPEND).setParameter("rows", rows).executeUpdate())
                .replaceWithVoid();
    }

    @RegisterForReflection
    record Row(
            int position,
            UUID id,
            String topic,
            String key,
            String type,
            String value,
            String traceparent,
            String tracestate) {
        static Row of(int position, Traced traced, int attempt) {
            Event event = traced.event();
            return new Row(
                    position,
                    identity(event, attempt),
                    event.type().topic(),
                    event.key(),
                    event.type().cloudEventType(),
                    EventCodec.write(event),
                    traced.trace().parent(),
                    traced.trace().state());
        }
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
