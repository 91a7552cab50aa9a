package dev.cssc.trigger.run;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.Patched;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.testing.trace.ReceivedSpan;
import dev.cssc.common.testing.trace.TraceCollector;
import dev.cssc.common.testing.trace.TracedRecords;
import dev.cssc.trigger.Rest;
import dev.cssc.trigger.TestImages;
import dev.cssc.trigger.TestRegistry;
import dev.cssc.trigger.TestWorkflow;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A run is one trace, each of its images another. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
@WithTestResource(TraceCollector.class)
class TraceOfARunTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "cssc.registries.local.host")
    String registry;

    @Inject
    RegistryClient registries;

    private TracedRecords records;
    private TestWorkflow workflow;
    private TestImages images;

    @BeforeEach
    void useNamesOfItsOwn() {
        records = new TracedRecords(kafka);
        workflow = TestWorkflow.in(registry);
        images = new TestImages(registries, workflow.repository());
    }

    @Test
    void eachImageHasATraceOfItsOwnThatRefersToTheRuns() {
        images.push("12");
        Digest other = images.push("11");

        String run = workflow.run(workflow.policy("*"));

        List<String> traces = await().atMost(Rest.PATIENCE)
                .until(() -> records.traceIds(EventType.IMAGE_DUE.topic(), run), ids -> ids.size() == 2);
        assertThat(traces).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{32}"));
        ReceivedSpan expansion = await().atMost(Rest.PATIENCE)
                .until(
                        () -> TraceCollector.spans().stream()
                                .filter(span -> span.name().equals("job " + ExpandRun.KIND)
                                        && run.equals(span.attributes().get("cssc.run")))
                                .toList(),
                        spans -> spans.size() == 1)
                .getFirst();
        assertThat(traces).doesNotContain(expansion.traceId());
        List<ReceivedSpan> due = traces.stream()
                .flatMap(trace -> TraceCollector.spans(trace).stream())
                .toList();
        assertThat(due).hasSize(2).allSatisfy(span -> {
            assertThat(span.name()).isEqualTo("image-due");
            assertThat(span.service()).isEqualTo("trigger-service");
            assertThat(span.parentId()).isEmpty();
            assertThat(span.links()).containsExactly(expansion.traceId());
            assertThat(span.attributes())
                    .containsEntry("cssc.run", run)
                    .containsEntry("cssc.workflow", workflow.name());
        });
        assertThat(due)
                .extracting(span -> span.attributes().get("cssc.image"))
                .containsExactlyInAnyOrder(workflow.repository() + ":12", workflow.repository() + ":11");
        assertThat(due).extracting(span -> span.attributes().get("cssc.digest")).contains(other.value());
    }

    @Test
    void theRequestThatStartsARunIsTheBeginningOfItsTrace() {
        images.push("12");

        String run = workflow.run(workflow.policy("12"));

        await().atMost(Rest.PATIENCE).untilAsserted(() -> {
            ReceivedSpan expansion = TraceCollector.spans().stream()
                    .filter(span -> run.equals(span.attributes().get("cssc.run"))
                            && span.name().equals("job " + ExpandRun.KIND))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no span of run " + run));
            assertThat(TraceCollector.spans(expansion.traceId()))
                    .filteredOn(span -> span.kind() == 2)
                    .singleElement()
                    .satisfies(span -> {
                        assertThat(span.name()).isEqualTo("POST /api/v1/workflows");
                        assertThat(expansion.parentId()).isEqualTo(span.spanId());
                    });
        });
    }

    @Test
    void whatIsToldOfAPatchEndsItsTraceHere() {
        Digest source = images.push("12");
        String run = workflow.run(workflow.policy("12"));
        Rest.images(run, 1);
        String trace = UUID.randomUUID().toString().replace("-", "");
        Patched patched = workflow.patched(run, workflow.name(), source);

        records.send(
                EventType.PATCHED.topic(),
                patched.key(),
                EventCodec.write(patched),
                Map.of("traceparent", TracedRecords.parent(trace)));

        await().atMost(Rest.PATIENCE)
                .untilAsserted(() -> assertThat(TraceCollector.spans(trace))
                        .singleElement()
                        .satisfies(span -> {
                            assertThat(span.name()).isEqualTo("take cssc.patched");
                            assertThat(span.attributes()).containsEntry("cssc.image", patched.key());
                        }));
    }
}
