package dev.cssc.common.outbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.Way;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.trace.TraceContext;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Ends the way of an image whose event cannot be handed on: Kafka will never take it, or the service that received it cannot handle it.
 * Without that the image would wait for ever for somebody to go on with it (invariant 1).
 */
@ApplicationScoped
class Undelivered {
    private final Outbox outbox;
    private final String service;
    private final Clock clock;

    Undelivered(Outbox outbox, @ConfigProperty(name = "cssc.schema") String service, Clock clock) {
        this.outbox = outbox;
        this.service = service;
        this.clock = clock;
    }

    /** Tells the end, where a way goes on with nothing but this row. */
    Uni<Void> end(Tx tx, OutboxRow row, Failure why) {
        Optional<ImageEvent> event = EventType.ofCloudEventType(row.type()).flatMap(type -> read(type, row.value()));
        return end(tx, event, row.trace(), why);
    }

    /** Tells the end, where a way goes on with nothing but this value of a message. */
    Uni<Void> end(Tx tx, Object received, Failure why) {
        Optional<ImageEvent> event = received instanceof ImageEvent known
                ? Optional.of(known)
                : received instanceof JsonNode json ? read(EventType.IMAGE_DUE, json.toString()) : Optional.empty();
        return end(tx, event, tx.trace(), why);
    }

    private Uni<Void> end(Tx tx, Optional<ImageEvent> event, TraceContext trace, Failure why) {
        return event.flatMap(e -> Way.carriedBy(e, service))
                .map(way -> outbox.appendTraced(tx, 1, List.of(new Traced(way.ended(why, clock.instant()), trace))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** Nothing where it cannot be read: then it names no way of ours. A short {@link ImageDue} has no run yet that could wait. */
    private static Optional<ImageEvent> read(EventType type, String value) {
        try {
            return EventCodec.read(value, type.record()) instanceof ImageEvent event
                    ? Optional.of(event)
                    : Optional.empty(); // of no image, so nobody waits for its end
        } catch (FailureException e) {
            return Optional.empty();
        }
    }
}
