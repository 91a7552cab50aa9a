package dev.cssc.e2e;

import dev.cssc.common.testing.Transcript;
import dev.cssc.common.testing.trace.OtlpReceiver;
import dev.cssc.common.testing.trace.ReceivedSpan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One image through three processes, Kafka, PostgreSQL and the children that scan and patch it: one trace, as a collector gets it. */
class TraceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aPatchedImageIsOneTraceFromBeingDueToBeingPublished(@TempDir Path home) {
        Tools.need("buildah", "docker-registry", "debootstrap");
        try (OtlpReceiver collector = OtlpReceiver.start()) {
            Cssc cssc = new Cssc(
                    home,
                    Map.of(
                            "CSSC_PORT_BASE",
                            "30000",
                            "CSSC_TRACES_ENDPOINT",
                            collector.address(),
                            "CSSC_TRACES_PROTOCOL",
                            "http/protobuf"));
            try {
                Transcript demo = cssc.run("demo", "--scan-engine", "package-manager", "--patch-engine", "buildah")
                        .succeeded();
                assertThat(demo.stdout()).contains("PATCHED");
                String image = cssc.endpoints().registry() + "/demo/debian:12";

                ReceivedSpan due = await().atMost(PATIENCE)
                        .until(() -> named(collector.spans(), "image-due", image), spans -> !spans.isEmpty())
                        .getFirst();
                await().atMost(PATIENCE)
                        .untilAsserted(() -> isWhole(trace(collector.spans(), due.traceId()), due, image));
                assertThat(due.links()).isNotEmpty().doesNotContain(due.traceId());
                assertThat(collector.spans().toString()).doesNotContainIgnoringCase("authorization");
            } finally {
                cssc.run("reset");
            }
        }
    }

    private static void isWhole(List<ReceivedSpan> trace, ReceivedSpan due, String image) {
        assertThat(trace)
                .extracting(ReceivedSpan::service)
                .contains("trigger-service", "scan-service", "patch-service");
        assertThat(trace)
                .extracting(ReceivedSpan::name)
                .contains(
                        "take cssc.image-due",
                        "job scan",
                        "take cssc.vulns-found",
                        "job patch",
                        "engine",
                        "run buildah",
                        "stage",
                        "take cssc.patch-staged",
                        "job verify",
                        "take cssc.patch-verified",
                        "job promote",
                        "promote",
                        "take cssc.patched",
                        "job clean-staging",
                        "clean-up",
                        "registry GET",
                        "registry PUT");
        // Nothing hangs in the air: every span but the first is below one that arrived too.
        Set<String> spans = trace.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
        assertThat(trace)
                .filteredOn(span -> !span.equals(due))
                .allSatisfy(span -> assertThat(spans).contains(span.parentId()));
        for (String job : List.of("job scan", "job patch", "job verify", "job promote")) {
            assertThat(named(trace, job, image))
                    .as(job)
                    .isNotEmpty()
                    .allSatisfy(span -> assertThat(span.attributes())
                            .containsEntry("cssc.ending", "done")
                            .containsEntry("cssc.run", due.attributes().get("cssc.run"))
                            .containsEntry("cssc.digest", due.attributes().get("cssc.digest")));
        }
    }

    private static List<ReceivedSpan> named(List<ReceivedSpan> spans, String name, String image) {
        return spans.stream()
                .filter(span -> span.name().equals(name)
                        && image.equals(span.attributes().get("cssc.image")))
                .toList();
    }

    private static List<ReceivedSpan> trace(List<ReceivedSpan> spans, String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }
}
