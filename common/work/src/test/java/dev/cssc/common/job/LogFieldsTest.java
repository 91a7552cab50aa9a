package dev.cssc.common.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Effect;
import io.quarkus.logging.json.runtime.JsonFormatter;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose job a log line is about, whichever thread writes it. */
@QuarkusTest
@WithTestResource(TestStack.class)
class LogFieldsTest extends JobTestBase {
    private static final Logger LOG = Logger.getLogger(LogFieldsTest.class);

    private final CapturedLog log = new CapturedLog();
    private final UUID id = UUID.randomUUID();

    @AfterEach
    void stopListening() {
        log.close();
    }

    private void work(java.util.function.Function<Job, Effect> script) {
        handler.script(subject, script);
        enqueue(new NewJob(id, ScriptedHandler.KIND, run, subject, "{}", 0).inFlow("nightly"));
        worker.runDue();
    }

    private Map<String, String> fields() {
        return Map.of(
                "run",
                run,
                "workflow",
                "nightly",
                "image",
                subject,
                "job",
                id.toString(),
                "kind",
                ScriptedHandler.KIND,
                "attempt",
                "1",
                "fence",
                "1");
    }

    @Test
    void whatTheHandlerAndTheWorkerSayNamesTheJob() {
        work(job -> {
            LOG.warn("in the middle of " + subject);
            throw Failure.of(ReasonCode.PATCH_FAILED, "too large").toException();
        });

        assertThat(log.fieldsOf("in the middle of " + subject)).isEqualTo(fields());
        assertThat(log.fieldsOf(subject + " given up")).isEqualTo(fields());
    }

    @Test
    void whatThreadsOfTheJobAndItsTransactionSayNamesItToo() {
        work(job -> {
            Thread thread = Thread.startVirtualThread(() -> LOG.warn("beside " + subject));
            join(thread);
            return tx -> {
                LOG.warn("in the transaction of " + subject);
                return Uni.createFrom().voidItem();
            };
        });

        assertThat(log.fieldsOf("beside " + subject)).isEqualTo(fields());
        assertThat(log.fieldsOf("in the transaction of " + subject)).isEqualTo(fields());
    }

    @Test
    void whatIsSaidAfterTheJobNamesNone() {
        work(job -> Effect.none());

        LOG.warn("after " + subject + "!");
        transactions.await(tx -> {
            LOG.warn("another transaction after " + subject);
            return Uni.createFrom().voidItem();
        });

        assertThat(log.fieldsOf("after " + subject + "!")).isEmpty();
        assertThat(log.fieldsOf("another transaction after " + subject)).isEmpty();
    }

    @Test
    void aLineOfTextShowsTheJobAndOneOfJsonAllFields() throws Exception {
        work(job -> {
            LOG.warn("shown of " + subject);
            return Effect.none();
        });

        String format = org.eclipse.microprofile.config.ConfigProvider.getConfig()
                .getValue("quarkus.log.console.format", String.class);
        assertThat(new PatternFormatter(format).format(log.line("shown of " + subject)))
                .contains(" [" + id + "] shown of " + subject);
        JsonNode json = new ObjectMapper().readTree(new JsonFormatter().format(log.line("shown of " + subject)));
        fields().forEach((name, value) ->
                assertThat(json.at("/mdc/" + name).asText()).isEqualTo(value));
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
