package dev.cssc.common.trace;

import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.outbox.CancelledRunIntake;
import dev.cssc.common.testing.TestStack;
import io.opentelemetry.api.common.Attributes;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Without a collector, which is the default: nothing is added, nothing fails, and what others trace goes on. */
@QuarkusTest
@WithTestResource(TestStack.class)
class TracesOffTest extends TracedWorkBase {

    @Test
    void noHeaderIsAddedAndNoChildIsTold() {
        script();
        try (RunningSpan span = traces.work("test", TraceContext.NONE, Attributes.empty())) {
            assertThat(span.place()).isEqualTo(TraceContext.NONE);
            transactions.await(tx -> outbox.append(tx, 1, new RunCancelled(run, CancelledRunIntake.WORKS)));
        }
        workOnWhatComes();

        for (String sent : List.of(run, after())) {
            assertThat(sent(sent).headers().lastHeader("traceparent")).isNull();
            assertThat(sent(sent).headers().lastHeader("tracestate")).isNull();
        }
        assertThat(environment.get()).contains("GIVEN=1").doesNotContain("TRACEPARENT");
        assertThat(traces.ownTrace("one", TraceContext.NONE, Attributes.empty()))
                .isEqualTo(TraceContext.NONE);
    }

    @Test
    void aTraceOfOthersIsHandedOnAsItCame() {
        script();
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        produce(Map.of("traceparent", parent, "tracestate", "vendor=a"));
        workOnWhatComes();

        assertThat(header(sent(after()), "traceparent")).isEqualTo(parent);
        assertThat(header(sent(after()), "tracestate")).isEqualTo("vendor=a");
        assertThat(environment.get()).contains("TRACEPARENT=" + parent);
    }

    @Test
    void nothingExportsInTheBackground() {
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("BatchSpanProcessor") || name.contains("otel"));
    }
}
