package dev.cssc.common.outbox;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.transaction.Transactions;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

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

    private final Transactions transactions;
    private final ProcessedEvents processed;
    private final Undelivered undelivered;
    private final MeterRegistry meters;

    Intake(Transactions transactions, ProcessedEvents processed, Undelivered undelivered, MeterRegistry meters) {
        this.transactions = transactions;
        this.processed = processed;
        this.undelivered = undelivered;
        this.meters = meters;
    }

    /**
     * Takes one message. Completes when it is handled and acknowledged, or put aside as a dead letter.
     *
     * @param form the record that its value is to be read as
     * @param handling what to do with it, in the transaction; a {@link FailureException} from it makes the message a dead letter
     */
    public <E> Uni<Void> accept(Message<byte[]> message, Class<E> form, Handling<E> handling) {
        Received<E> received;
        try {
            received = Received.read(message, form);
        } catch (FailureException e) {
            return deadLetter(message, e.failure());
        }
        return transactions
                .<Void>inTransaction(tx -> processed
                        .remember(tx, received.id())
                        .flatMap(fresh -> fresh
                                ? handling.handle(tx, received.event(), received.id())
                                : Uni.createFrom().voidItem()))
                .onFailure(DatabaseTrouble::isOutOfReach)
                .invoke(e -> LOG.warnf("waiting for the database: %s", e.toString()))
                .onFailure(DatabaseTrouble::isOutOfReach)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .onFailure(e -> !(e instanceof FailureException))
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(ATTEMPTS_AT_THE_UNFORESEEN)
                .flatMap(done -> Uni.createFrom().completionStage(message::ack))
                .onFailure()
                .recoverWithUni(e -> giveUp(message, received, failureOf(e)));
    }

    /** Dead-letters a message that was understood; an image that nobody else goes on with then has its end. */
    private <E> Uni<Void> giveUp(Message<byte[]> message, Received<E> received, Failure failure) {
        return transactions
                .<Void>inTransaction(tx -> undelivered.end(tx, (Object) received.event(), failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .chain(() -> deadLetter(message, failure));
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
        meters.counter("cssc.dead.letters", "reason", failure.reason().name()).increment();
        RecordHeaders headers = new RecordHeaders();
        headers.add(REASON_HEADER, failure.reason().name().getBytes(StandardCharsets.UTF_8));
        Metadata metadata = Metadata.of(
                OutgoingKafkaRecordMetadata.builder().withHeaders(headers).build());
        return Uni.createFrom().completionStage(() -> message.nack(failure.toException(), metadata));
    }
}
