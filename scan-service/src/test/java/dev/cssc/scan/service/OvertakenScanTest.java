package dev.cssc.scan.service;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.testing.TestStack;
import dev.cssc.scan.engine.ScanRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class OvertakenScanTest extends RememberedImagesDriver {

    @Test
    void imageWhosePackagesANewerDatabaseJudgedDuringItsScanIsLookedAtOnceMore() {
        PinnedImage earlier = image;
        judge(earlier);
        PinnedImage late = push("2", "late " + id);
        advisories.afterEachScan(() -> {
            advisories.afterEachScan(() -> {});
            advisories.know("db-2-" + id, Map.of("libc-" + id, AdvisoryEngine.severe("CVE-1-" + id)));
            // As a sweep does, which goes by the image that is watched already.
            engine.scan(
                    new ScanRequest(earlier.repository(), earlier.digest(), Platform.host(), directory, Instant.now()));
        });

        judge(late);

        assertThat(count(
                        "select count(*) from unsettled u join manifest m on m.package_set = u.package_set where m.digest = '"
                                + late.digest() + "'"))
                .isEqualTo(1);
    }

    /** Has it scanned, which finds nothing by the database of that moment. */
    private void judge(PinnedImage due) {
        wire.say(new ImageDue(
                "run-" + id, "w", DueReason.MANUAL, due, due, TagConvention.INCREMENTAL, Optional.empty()));
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            worker.runDue();
            return wire.statuses(due.name()).stream().anyMatch(status -> status.state() == State.CLEAN);
        });
    }
}
