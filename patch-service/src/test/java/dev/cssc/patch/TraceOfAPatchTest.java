package dev.cssc.patch;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.testing.trace.ReceivedSpan;
import dev.cssc.common.testing.trace.TraceCollector;
import dev.cssc.common.testing.trace.TracedRecords;
import dev.cssc.patch.staging.StagedPatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A judgement that came in a trace is acted on in it, and what follows is told in it. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
@WithTestResource(TraceCollector.class)
class TraceOfAPatchTest extends StagedByHand {

    @Test
    void whatIsPublishedIsToldInTheTraceOfItsJudgement() {
        StagedPatch patch = stagedByHand("1");
        PatchVerified verified =
                verdict(patch.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of());
        TracedRecords records = new TracedRecords(kafka);
        String trace = UUID.randomUUID().toString().replace("-", "");

        records.send(
                EventType.PATCH_VERIFIED.topic(),
                verified.key(),
                EventCodec.write(verified),
                Map.of("traceparent", TracedRecords.parent(trace)));

        await().atMost(PATIENCE)
                .until(() -> !records.traceIds(EventType.PATCHED.topic(), run).isEmpty());
        assertThat(records.traceIds(EventType.PATCHED.topic(), run)).containsExactly(trace);
        assertThat(records.traceIds(EventType.IMAGE_STATUS.topic(), run))
                .isNotEmpty()
                .containsOnly(trace);
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<ReceivedSpan> spans = TraceCollector.spans(trace);
            assertThat(spans).extracting(ReceivedSpan::service).containsOnly("patch-service");
            assertThat(spans)
                    .extracting(ReceivedSpan::name)
                    .contains(
                            "take cssc.patch-verified",
                            "job promote",
                            "promote",
                            "job clean-staging",
                            "clean-up",
                            "registry PUT");
        });
    }
}
