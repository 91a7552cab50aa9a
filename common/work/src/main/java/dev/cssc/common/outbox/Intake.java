package dev.cssc.common.outbox;

import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.RunningSpan;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.OneByOne;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reading side: understands a message, handles it once, and acknowledges it. What cannot be understood goes to the dead-letter topic
 * with the reason in its headers, and its neighbours go on. While the database is out of reach the consumer waits; nothing is lost or
 * dead-lettered for that.
 */
@ApplicationScoped
public class Intake {
    /** How the CloudEvents attribute {@code source} of this product's own events begins. */
    static final String OUR_SOURCES = "/cssc/";

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");

    private final OnceHandled handled;
    private final DeadLetterTopic deadLetters;
    private final Traces traces;

    Intake(OnceHandled handled, DeadLetterTopic deadLetters, Traces traces) {
        this.handled = handled;
        this.deadLetters = deadLetters;
        this.traces = traces;
    }

    /**
     * Takes one message. Completes when it is handled and acknowledged, or put aside as a dead letter.
     *
     * @param form the record that its value is to be read as
     * @param handling what to do with it, in the transaction; a {@link FailureException} from it makes the message a dead letter
     */
    public <E> Uni<Void> accept(Message<byte[]> message, Class<E> form, Handling<E> handling) {
        Understood<E> understood;
        try {
            understood = understood(message, form);
        } catch (FailureException e) {
            return deadLetters.take(message, e.failure());
        }
        return alone(understood, handling)
                .flatMap(failure -> failure.map(why -> deadLetters.take(message, why))
                        .orElseGet(() -> Uni.createFrom().completionStage(message::ack)))
                .onTermination()
                .invoke(understood::close);
    }

    /**
     * Takes all messages of a batch, as {@link #accept} takes one, but with one transaction for those that can be read. Where that does not
     * work out they are taken one by one, so that whichever is to blame becomes a dead letter alone. Nothing of the batch is acknowledged
     * before all of it is dealt with.
     *
     * @param form the record that the values are to be read as
     * @param handling what to do with the events
     */
    public <E> Uni<Void> acceptAll(KafkaRecordBatch<?, byte[]> batch, Class<E> form, BatchHandling<E> handling) {
        List<Understood<E>> understood = new ArrayList<>();
        List<DeadLetter> dead = new ArrayList<>();
        for (Message<byte[]> message : batch.getRecords()) {
            try {
                understood.add(understood(message, form));
            } catch (FailureException e) {
                dead.add(new DeadLetter(message, e.failure()));
            }
        }
        return handled.together(understood.stream().map(Understood::received).toList(), handling)
                .onFailure()
                .recoverWithUni(e -> {
                    LOG.warnf("taking %d messages one by one, since together they failed: %s", understood.size(), e);
                    return oneByOne(understood, handling, dead);
                })
                .chain(() -> OneByOne.each(dead, letter -> deadLetters.take(letter.message(), letter.why())))
                .chain(() -> Uni.createFrom().completionStage(batch::ack))
                .onTermination()
                .invoke(() -> understood.forEach(Understood::close));
    }

    /** A message that could be read. */
    private record Understood<E>(Message<byte[]> message, Received<E> received, Optional<RunningSpan> span) {
        void close() {
            span.ifPresent(RunningSpan::close);
        }
    }

    private <E> Understood<E> understood(Message<byte[]> message, Class<E> form) {
        Received<E> received = Received.read(message, form);
        if (received.event() instanceof ImageStatus) {
            // There are many of each image, and none leads to anything.
            return new Understood<>(message, received, Optional.empty());
        }
        String topic = message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(IncomingKafkaRecordMetadata::getTopic)
                .orElse("");
        AttributesBuilder attributes = Attributes.builder().put(SYSTEM, "kafka").put(DESTINATION, topic);
        if (received.event() instanceof ImageEvent image) {
            attributes.put(Field.RUN, image.run()).put(Field.IMAGE, image.key());
        }
        RunningSpan span = traces.begin("take " + topic, SpanKind.CONSUMER, received.trace(), attributes.build());
        return new Understood<>(message, received.within(span.place()), Optional.of(span));
    }

    /** A message that nobody can do anything with. */
    private record DeadLetter(Message<byte[]> message, Failure why) {}

    private <E> Uni<Void> oneByOne(List<Understood<E>> understood, BatchHandling<E> handling, List<DeadLetter> dead) {
        return OneByOne.each(
                understood,
                one -> alone(one, (tx, event, id) -> handling.handle(tx, List.of(one.received())))
                        .invoke(failure -> failure.ifPresent(why -> dead.add(new DeadLetter(one.message(), why)))));
    }

    private <E> Uni<Optional<Failure>> alone(Understood<E> understood, Handling<E> handling) {
        return handled.alone(understood.received(), handling)
                .invoke(failure -> failure.ifPresent(why -> understood.span().ifPresent(span -> span.failed(why))));
    }
}
