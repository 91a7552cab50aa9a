package dev.cssc.common.outbox;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

import java.nio.charset.StandardCharsets;

/** Where messages go that nobody can do anything with, each with the reason; counted ({@code cssc.dead.letters}). */
@ApplicationScoped
public class DeadLetterTopic {
    /** Header of a dead letter that holds the stable reason code; the sentence is in {@code dead-letter-reason}. */
    public static final String REASON_HEADER = "cssc-reason";

    private static final Logger LOG = Logger.getLogger(DeadLetterTopic.class);

    private final MeterRegistry meters;

    DeadLetterTopic(MeterRegistry meters) {
        this.meters = meters;
    }

    void start(@Observes StartupEvent event) {
        // So that the first dead letter is seen as a rise; other reasons are shown once they occur.
        counted(ReasonCode.EVENT_INVALID);
        counted(ReasonCode.INTERNAL);
    }

    private Counter counted(ReasonCode reason) {
        return Counter.builder("cssc.dead.letters")
                .description("Messages that this replica put aside")
                .tag("reason", reason.name())
                .register(meters);
    }

    /** Puts the message aside: completes once it is there and acknowledged. */
    Uni<Void> take(Message<byte[]> message, Failure failure) {
        LOG.warnf("a message goes to the dead-letter topic: %s %s", failure.reason(), failure.detail());
        counted(failure.reason()).increment();
        RecordHeaders headers = new RecordHeaders();
        headers.add(REASON_HEADER, failure.reason().name().getBytes(StandardCharsets.UTF_8));
        Metadata metadata = Metadata.of(
                OutgoingKafkaRecordMetadata.builder().withHeaders(headers).build());
        return Uni.createFrom().completionStage(() -> message.nack(failure.toException(), metadata));
    }
}
