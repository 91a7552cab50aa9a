package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.cli.run.RunProgress;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class DemoReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "127.0.0.1:15000/demo/debian:12";

    private final DemoReport report = new DemoReport(
            new DemoPlace.LocalStack(
                    new StackSettings(
                            StackSettings.ports(Map.of(), Map.of()),
                            new StackSettings.Engines("package-manager", "buildah", Optional.empty(), Optional.empty()),
                            Build.JVM),
                    true),
            NAME,
            "run-1");

    private static final RunProgress.Seen FINISHED = new RunProgress.Seen(
            json("{'state': 'FINISHED'}"),
            List.of(
                    json("{'state': 'DUE', 'at': '2026-11-24T18:00:00Z'}"),
                    json("{'state': 'FIXABLE', 'at': '2026-11-24T18:00:09.500Z'}"),
                    json("{'state': 'SCANNING', 'at': '2026-11-24T18:00:01Z'}"),
                    json("{'state': 'PATCHED', 'at': '2026-11-24T18:00:20Z'}")));

    private static final JsonNode PATCHED = json("""
            {'name': '127.0.0.1:15000/demo/debian:12', 'state': 'PATCHED', 'patched': {
              'patched': {'registry': '127.0.0.1:15000', 'repository': 'demo/debian', 'tag': '12-1', 'digest': 'sha256:abc'},
              'fixed': [{'name': 'apt', 'installed': '2.6.1', 'fixed': '2.6.2', 'vulnerabilities': []},
                        {'name': 'tzdata', 'installed': '2026b', 'fixed': '2026f',
                         'vulnerabilities': [{'id': 'CVE-1'}, {'id': 'CVE-2'}, {'id': 'CVE-3'}, {'id': 'CVE-4'}]}],
              'remaining': [], 'addedBytes': 7300000}}
            """);

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void aPatchedImageIsToldWithTagPackagesSizeAndSteps() {
        String text = String.join("\n", report.lines(FINISHED, Optional.of(PATCHED), List.of()));

        assertThat(text)
                .contains("127.0.0.1:15000/demo/debian:12-1", "sha256:abc", "7.3 MB")
                .contains("apt      2.6.1   2.6.2  security update")
                .contains("CVE-1, CVE-2, CVE-3, +1")
                .contains("2 security updates installed, 4 vulnerabilities fixed, 0 remaining");
        assertThat(report.endedWell(FINISHED, Optional.of(PATCHED))).isTrue();
    }

    @Test
    void stepsAreMeasuredInTheOrderInWhichThingsHappened() {
        assertThat(DemoReport.seconds(FINISHED.events()))
                .extractingByKeys("hand over", "scan", "publish", "total")
                .extracting(Duration::toMillis)
                .containsExactly(1_000L, 8_500L, 10_500L, 20_000L);
    }

    @Test
    void anImageWithNothingToDoIsToldWithTheReasonAndItsNewestPatch() {
        JsonNode clean = json(
                "{'name': '" + NAME + "', 'state': 'CLEAN', 'reason': 'NOTHING_TO_PATCH', 'help': 'Nothing to do.'}");

        String text = String.join("\n", report.lines(FINISHED, Optional.of(clean), List.of(PATCHED)));

        assertThat(text).contains("Nothing was due", "NOTHING_TO_PATCH", "demo/debian:12-1");
        assertThat(report.endedWell(FINISHED, Optional.of(clean))).isTrue();
    }

    @Test
    void aFailureIsToldWithReasonAndHelpAndIsNoGoodEnd() {
        JsonNode failed = json(
                "{'name': '" + NAME
                        + "', 'state': 'FAILED', 'reason': 'TIMED_OUT', 'detail': 'scanning took too long', 'help': 'Raise the limit.'}");

        assertThat(report.lines(FINISHED, Optional.of(failed), List.of()))
                .contains("scanning took too long", "Raise the limit.")
                .first()
                .asString()
                .contains("FAILED", "TIMED_OUT");
        assertThat(report.endedWell(FINISHED, Optional.of(failed))).isFalse();
        assertThat(report.endedWell(FINISHED, Optional.empty())).isFalse();
    }

    @Test
    void onServicesThatRanBeforeTheNextCommandsAreCalledAsThereAndEnginesAreNotGuessed() {
        DemoReport elsewhere = new DemoReport(
                new DemoPlace.RunningStack(
                        "http://trigger-service:8080", "registry:5000", "docker compose run --rm demo"),
                NAME,
                "run-1");

        assertThat(elsewhere.lines(FINISHED, Optional.of(PATCHED), List.of()))
                .contains("  docker compose run --rm demo image show " + NAME)
                .noneMatch(line -> line.contains("./cssc") || line.contains("Engines"));
        assertThat(elsewhere.lines(FINISHED, Optional.empty(), List.of()))
                .contains("  docker compose run --rm demo run events run-1")
                .noneMatch(line -> line.contains("./cssc"));
    }
}
