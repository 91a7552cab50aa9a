package dev.cssc.scan.service;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.testing.PrometheusText;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.util.Map;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

/** What is counted of scans and of the memory, under the names that docs/observability.md gives. */
@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class ScanMetersTest extends RememberedImagesDriver {

    @Test
    void howFarImagesWereKnownAndWhatWasSaidOfThemIsCounted() {
        double looked = metric("cssc_scan_memory_total{result=\"nothing\"}");
        double matched = metric("cssc_scan_memory_total{result=\"packages\"}");
        double answered = metric("cssc_scan_answered_total");
        double clean = metric("cssc_scan_verdicts_total{verdict=\"CLEAN\"}");
        double fixable = metric("cssc_scan_verdicts_total{verdict=\"FIXABLE\"}");
        double scans = metric("cssc_scan_step_seconds_count{step=\"scan\"}");
        double matches = metric("cssc_scan_step_seconds_count{step=\"match\"}");
        double stores = metric("cssc_scan_step_seconds_count{step=\"store\"}");

        sayDue("first");
        workUntil("first", State.CLEAN);
        sayDue("second");
        wire.awaitStatus(image.name(), status -> status.run().equals(run("second")));
        advisories.know("db-4-" + id, Map.of("libc-" + id, AdvisoryEngine.severe("CVE-1-" + id)));
        sayDue("third");
        workUntil("third", State.FIXABLE);

        assertThat(metric("cssc_scan_memory_total{result=\"nothing\"}")).isEqualTo(looked + 1);
        assertThat(metric("cssc_scan_memory_total{result=\"packages\"}")).isEqualTo(matched + 1);
        assertThat(metric("cssc_scan_answered_total")).isEqualTo(answered + 1);
        assertThat(metric("cssc_scan_verdicts_total{verdict=\"CLEAN\"}")).isGreaterThan(clean);
        assertThat(metric("cssc_scan_verdicts_total{verdict=\"FIXABLE\"}")).isEqualTo(fixable + 1);
        assertThat(metric("cssc_scan_step_seconds_count{step=\"scan\"}")).isEqualTo(scans + 1);
        assertThat(metric("cssc_scan_step_seconds_count{step=\"match\"}")).isEqualTo(matches + 1);
        assertThat(metric("cssc_scan_step_seconds_count{step=\"store\"}")).isGreaterThan(stores);
    }

    private static double metric(String series) {
        return PrometheusText.value(
                get("/q/metrics").then().statusCode(200).extract().asString(), series);
    }
}
