package dev.cssc.common.trace;

import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.outbox.CancelledRunIntake;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.testing.trace.ReceivedSpan;
import dev.cssc.common.testing.trace.TraceCollector;
import io.opentelemetry.api.common.Attributes;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** With a collector: a trace goes on from event to job to child to event, over Kafka and the database. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TraceCollector.class)
class TracesTest extends TracedWorkBase {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private List<ReceivedSpan> spans(String traceId, int atLeast) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> TraceCollector.spans().stream()
                                .filter(span -> span.traceId().equals(traceId))
                                .toList(),
                        spans -> spans.size() >= atLeast);
    }

    private static ReceivedSpan span(List<ReceivedSpan> spans, String name) {
        return spans.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of " + spans));
    }

    private String traceOfWhatTheJobTold() {
        return header(sent(after()), "traceparent").substring(3, 35);
    }

    @Test
    void oneTraceGoesFromOutboxToKafkaToJobToChildToEvent() {
        script();
        TraceContext began;
        try (RunningSpan span = traces.work("test", TraceContext.NONE, Attributes.empty())) {
            began = span.place();
            transactions.await(tx -> outbox.append(tx, 1, new RunCancelled(run, CancelledRunIntake.WORKS)));
        }
        workOnWhatComes();

        assertThat(header(sent(run), "traceparent")).isEqualTo(began.parent());
        String trace = began.parent().substring(3, 35);
        assertThat(traceOfWhatTheJobTold()).isEqualTo(trace);
        List<ReceivedSpan> spans = spans(trace, 5);
        ReceivedSpan taken = span(spans, "take " + TOPIC);
        ReceivedSpan job = span(spans, "job scripted");
        ReceivedSpan child = span(spans, "run env");
        assertThat(taken.parentId()).isEqualTo(span(spans, "test").spanId());
        assertThat(job.parentId()).isEqualTo(taken.spanId());
        assertThat(child.parentId()).isEqualTo(job.spanId());
        assertThat(header(sent(after()), "traceparent")).contains(job.spanId());
        assertThat(job.service()).isEqualTo("work-test");
        assertThat(job.attributes())
                .containsEntry("cssc.run", run)
                .containsEntry("cssc.image", run)
                .containsEntry("cssc.kind", "scripted")
                .containsEntry("cssc.attempt", "1")
                .containsEntry("cssc.ending", "done")
                .containsKeys("cssc.job", "cssc.fence");
    }

    @Test
    void aChildIsToldOfItsSpanAndNotOfTheCollector() {
        script();
        produce(Map.of("traceparent", PARENT, "tracestate", "vendor=a"));
        workOnWhatComes();

        List<ReceivedSpan> spans = spans(PARENT.substring(3, 35), 3);
        ReceivedSpan child = spans.stream()
                .filter(s -> s.name().equals("run env") && environment.get().contains(s.spanId()))
                .findFirst()
                .orElseThrow();
        assertThat(environment.get().lines())
                .contains(
                        "TRACEPARENT=00-" + child.traceId() + "-" + child.spanId() + "-01",
                        "TRACESTATE=vendor=a",
                        "GIVEN=1")
                .noneMatch(line -> line.startsWith("OTEL_"));
        assertThat(child.attributes())
                .containsEntry("process.executable.name", "env")
                .containsEntry("process.exit.code", "0");
    }

    @Test
    void aMalformedHeaderBeginsANewTraceAndTheEventIsHandled() {
        script();
        produce(Map.of("traceparent", "certainly no trace", "tracestate", "vendor=a"));
        workOnWhatComes();

        List<ReceivedSpan> spans = spans(traceOfWhatTheJobTold(), 3);
        assertThat(span(spans, "take " + TOPIC).parentId()).isEmpty();
    }

    @Test
    void aTraceThatIsNotRecordedStaysSo() {
        script();
        String unrecorded = PARENT.replace("0af7", "0af8").replaceAll("01$", "00");
        produce(Map.of("traceparent", unrecorded));
        workOnWhatComes();

        assertThat(header(sent(after()), "traceparent"))
                .startsWith(unrecorded.substring(0, 36))
                .endsWith("-00");
        assertThat(TraceCollector.spans()).noneMatch(span -> span.traceId().equals(unrecorded.substring(3, 35)));
    }

    @Test
    void theHeadersOfTheCloudEventsExtensionAreReadToo() {
        script();
        String other = PARENT.replace("0af7", "0af9");
        produce(Map.of("ce_traceparent", other));
        workOnWhatComes();

        assertThat(traceOfWhatTheJobTold()).isEqualTo(other.substring(3, 35));
    }

    @Test
    void aFailedJobSaysItsReasonAndNotItsWords() {
        handler.script(run, job -> {
            throw Failure.of(ReasonCode.PATCH_FAILED, "with secret words").toException();
        });
        String other = PARENT.replace("0af7", "0afa");
        produce(Map.of("traceparent", other));
        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(run));
        worker.runDue();

        ReceivedSpan job = span(spans(other.substring(3, 35), 2), "job scripted");
        assertThat(job.failed()).isTrue();
        assertThat(job.attributes()).containsEntry("error.type", "PATCH_FAILED").containsEntry("cssc.ending", "failed");
        assertThat(job.toString()).doesNotContain("secret words");
    }

    @Test
    void whatIsLoggedInAJobNamesItsTraceBesideTheJobAndNothingAfterIt() {
        Map<String, Object> inTheWork = new HashMap<>();
        Map<String, Object> inTheTransaction = new HashMap<>();
        handler.script(run, job -> {
            inTheWork.putAll(MDC.getMap());
            return tx -> {
                inTheTransaction.putAll(MDC.getMap());
                return Uni.createFrom().voidItem();
            };
        });
        String other = PARENT.replace("0af7", "0afb");
        produce(Map.of("traceparent", other));
        await().atMost(Duration.ofSeconds(20)).until(() -> intake.handled().contains(run));
        worker.runDue();

        ReceivedSpan job = span(spans(other.substring(3, 35), 2), "job scripted");
        assertThat(List.of(inTheWork, inTheTransaction))
                .allSatisfy(fields -> assertThat(fields)
                        .containsEntry("traceId", job.traceId())
                        .containsEntry("spanId", job.spanId())
                        .containsEntry("run", run)
                        .containsKeys("job", "kind", "attempt", "fence"));
        assertThat(MDC.getMap()).doesNotContainKeys("traceId", "spanId", "run", "job");
    }

    @Test
    void oneOfManyHasATraceOfItsOwnThatSaysWhatItFollowsFrom() {
        TraceContext one = traces.ownTrace("one-of-many", new TraceContext(PARENT, ""), Attributes.of(Field.RUN, run));

        ReceivedSpan span = spans(one.parent().substring(3, 35), 1).getFirst();
        assertThat(span.traceId()).isNotEqualTo(PARENT.substring(3, 35));
        assertThat(span.parentId()).isEmpty();
        assertThat(span.links()).containsExactly(PARENT.substring(3, 35));
    }
}
