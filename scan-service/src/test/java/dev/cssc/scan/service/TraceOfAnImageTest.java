package dev.cssc.scan.service;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.testing.trace.ReceivedSpan;
import dev.cssc.common.testing.trace.TraceCollector;
import dev.cssc.common.testing.trace.TracedRecords;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An image that came in a trace is judged in it, and what follows is told in it. */
@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@WithTestResource(TraceCollector.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class TraceOfAnImageTest extends RememberedImagesDriver {

    private void sayDue(String run, Map<String, String> headers) {
        new TracedRecords(kafka)
                .send(EventType.IMAGE_DUE.topic(), image.name(), EventCodec.write(due(run, Criteria.NONE)), headers);
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private List<String> tracesOf(EventType type, String run) {
        return new TracedRecords(kafka).traceIds(type.topic(), run(run));
    }

    @Test
    void whatIsFoundIsToldInTheTraceOfTheDueImage() {
        advisories.know("db-2-" + id, Map.of("libc-" + id, AdvisoryEngine.severe("CVE-1-" + id)));
        String trace = newTrace();

        sayDue("first", Map.of("traceparent", TracedRecords.parent(trace)));
        workUntil("first", State.FIXABLE);

        assertThat(tracesOf(EventType.VULNS_FOUND, "first")).containsExactly(trace);
        assertThat(tracesOf(EventType.IMAGE_STATUS, "first")).isNotEmpty().containsOnly(trace);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            List<ReceivedSpan> spans = TraceCollector.spans(trace);
            ReceivedSpan job = span(spans, "job scan");
            assertThat(job.service()).isEqualTo("scan-service");
            assertThat(job.parentId())
                    .isEqualTo(span(spans, "take cssc.image-due").spanId());
            assertThat(job.attributes())
                    .containsEntry("cssc.run", run("first"))
                    .containsEntry("cssc.image", image.name())
                    .containsEntry("cssc.digest", image.digest().value());
            assertThat(spans).anySatisfy(request -> {
                assertThat(request.name()).isEqualTo("registry GET");
                assertThat(request.attributes())
                        .containsEntry("http.response.status_code", "200")
                        .containsEntry("server.address", "127.0.0.1");
            });
        });
    }

    private static ReceivedSpan span(List<ReceivedSpan> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + spans));
    }

    @Test
    void eachOfABatchIsAnsweredInItsOwnTrace() {
        sayDue("first");
        workUntil("first", State.CLEAN);
        String second = newTrace();
        String third = newTrace();

        sayDue("second", Map.of("traceparent", TracedRecords.parent(second)));
        sayDue("third", Map.of("traceparent", TracedRecords.parent(third)));
        for (String run : List.of("second", "third")) {
            wire.awaitStatus(image.name(), status -> status.run().equals(run(run)) && status.state() == State.CLEAN);
        }

        assertThat(tracesOf(EventType.IMAGE_STATUS, "second")).containsExactly(second);
        assertThat(tracesOf(EventType.IMAGE_STATUS, "third")).containsExactly(third);
        assertThat(jobsOf("second")).isZero();
    }

    @Test
    void aMalformedHeaderIsNoReasonNotToJudge() {
        sayDue("first", Map.of("traceparent", "00-nothing", "tracestate", "x".repeat(100_000)));
        workUntil("first", State.CLEAN);

        assertThat(tracesOf(EventType.IMAGE_STATUS, "first")).isNotEmpty().allMatch(id -> id.matches("[0-9a-f]{32}"));
    }
}
