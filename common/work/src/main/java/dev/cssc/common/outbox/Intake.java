package dev.cssc.common.outbox;

import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.RunningSpan;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The reading side: understands a message, handles it once, and acknowledges it. What cannot be understood goes to the dead-letter topic
 * with the reason in its headers, and its neighbours go on. While the database is out of reach the consumer waits; nothing is lost or
 * dead-lettered for that.
 */
@ApplicationScoped
public class Intake {
    /** How the CloudEvents attribute {@code source} of this product's own events begins. */
    static final String OUR_SOURCES = "/cssc/";

    /** Header of a dead letter that holds the stable reason code; the sentence is in {@code dead-letter-reason}. */
    public static final String REASON_HEADER = "cssc-reason";

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int ATTEMPTS_AT_THE_UNFORESEEN = 5;
    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> DESTINATION = AttributeKey.stringKey("messaging.destination.name");

    private final Transactions transactions;
    private final ProcessedEvents processed;
    private final Undelivered undelivered;
    private final MeterRegistry meters;
    private final Traces traces;

    Intake(
            Transactions transactions,
            ProcessedEvents processed,
            Undelivered undelivered,
            MeterRegistry meters,
            Traces traces) {
        this.transactions = transactions;
        this.processed = processed;
        this.undelivered = undelivered;
        this.meters = meters;
        this.traces = traces;
    }

    void start(@Observes StartupEvent event) {
        // So that the first dead letter is seen as a rise; other reasons are shown once they occur.
        deadLetters(ReasonCode.EVENT_INVALID);
        deadLetters(ReasonCode.INTERNAL);
    }

    private Counter deadLetters(ReasonCode reason) {
        return Counter.builder("cssc.dead.letters")
                .description("Messages that this replica put aside")
                .tag("reason", reason.name())
                .register(meters);
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
            return deadLetter(message, e.failure());
        }
        return handled(understood, handling)
                .flatMap(failure -> failure.map(why -> deadLetter(message, why))
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
        return handledTogether(understood.stream().map(Understood::received).toList(), handling)
                .onFailure()
                .recoverWithUni(e -> {
                    LOG.warnf("taking %d messages one by one, since together they failed: %s", understood.size(), e);
                    return oneByOne(understood, handling, dead);
                })
                .chain(() -> Multi.createFrom()
                        .iterable(dead)
                        .onItem()
                        .transformToUniAndConcatenate(letter -> deadLetter(letter.message(), letter.why()))
                        .collect()
                        .last())
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

    private <E> Uni<Void> handledTogether(List<Received<E>> received, BatchHandling<E> handling) {
        if (received.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return patiently(transactions.<Void>inTransaction(tx -> processed
                .rememberAll(tx, received.stream().map(Received::id).toList())
                .flatMap(fresh -> {
                    Set<UUID> left = new HashSet<>(fresh);
                    List<Received<E>> first =
                            received.stream().filter(r -> left.remove(r.id())).toList();
                    return first.isEmpty() ? Uni.createFrom().voidItem() : handling.handle(tx, first);
                })));
    }

    private <E> Uni<Void> oneByOne(List<Understood<E>> understood, BatchHandling<E> handling, List<DeadLetter> dead) {
        return Multi.createFrom()
                .iterable(understood)
                .onItem()
                .transformToUniAndConcatenate(one -> handled(
                                one, (tx, event, id) -> handling.handle(tx, List.of(one.received())))
                        .invoke(failure -> failure.ifPresent(why -> dead.add(new DeadLetter(one.message(), why)))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Handles the event once. Answers why it could not be; an image that nobody else goes on with then has its end. */
    private <E> Uni<Optional<Failure>> handled(Understood<E> understood, Handling<E> handling) {
        Received<E> received = understood.received();
        return patiently(transactions.<Void>inTransaction(
                        received.trace(),
                        tx -> processed
                                .remember(tx, received.id())
                                .flatMap(fresh -> fresh
                                        ? handling.handle(tx, received.event(), received.id())
                                        : Uni.createFrom().voidItem())))
                .onFailure(e -> !(e instanceof FailureException))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(ATTEMPTS_AT_THE_UNFORESEEN)
                .replaceWith(Optional.<Failure>empty())
                .onFailure()
                .recoverWithUni(e -> {
                    Failure failure = failureOf(e);
                    understood.span().ifPresent(span -> span.failed(failure));
                    return giveUp(received, failure);
                });
    }

    /** Waits for a database that is out of reach, as long as it takes. */
    private static Uni<Void> patiently(Uni<Void> transaction) {
        return transaction
                .onFailure(DatabaseTrouble::isOutOfReach)
                .invoke(e -> LOG.warnf("waiting for the database: %s", e.toString()))
                .onFailure(DatabaseTrouble::isOutOfReach)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely();
    }

    private <E> Uni<Optional<Failure>> giveUp(Received<E> received, Failure failure) {
        return transactions
                .<Void>inTransaction(received.trace(), tx -> undelivered.end(tx, (Object) received.event(), failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .replaceWith(Optional.of(failure));
    }

    private static Failure failureOf(Throwable e) {
        if (e instanceof FailureException known) {
            return known.failure();
        }
        LOG.error("a message could not be handled", e);
        return Failure.of(ReasonCode.INTERNAL, "handling a message: " + e);
    }

    private Uni<Void> deadLetter(Message<byte[]> message, Failure failure) {
        LOG.warnf("a message goes to the dead-letter topic: %s %s", failure.reason(), failure.detail());
        deadLetters(failure.reason()).increment();
        RecordHeaders headers = new RecordHeaders();
        headers.add(REASON_HEADER, failure.reason().name().getBytes(StandardCharsets.UTF_8));
        Metadata metadata = Metadata.of(
                OutgoingKafkaRecordMetadata.builder().withHeaders(headers).build());
        return Uni.createFrom().completionStage(() -> message.nack(failure.toException(), metadata));
    }
}
