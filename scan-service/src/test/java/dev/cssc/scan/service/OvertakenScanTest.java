package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class OvertakenScanTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "test.registry")
    String registry;

    @Inject
    AdvisoryEngine advisories;

    @Inject
    ScanEngine engine;

    @Inject
    JobWorker worker;

    @Inject
    Transactions transactions;

    @TempDir
    Path directory;

    private final String id = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void imageWhosePackagesANewerDatabaseJudgedDuringItsScanIsLookedAtOnceMore() {
        Wire wire = new Wire(kafka);
        advisories.know("db-1-" + id, Map.of());
        PinnedImage earlier = push("1");
        judge(wire, earlier);
        PinnedImage late = push("2");
        advisories.afterEachScan(() -> {
            advisories.afterEachScan(() -> {});
            advisories.know("db-2-" + id, Map.of("libc-" + id, AdvisoryEngine.severe("CVE-1-" + id)));
            // As a sweep does, which goes by the image that is watched already.
            engine.scan(new ScanRequest(earlier.repository(), earlier.digest(), Platform.host(), directory));
        });

        judge(wire, late);

        assertThat(count(
                        "select count(*) from unsettled u join manifest m on m.package_set = u.package_set where m.digest = '"
                                + late.digest() + "'"))
                .isEqualTo(1);
    }

    /** Has it scanned, which finds nothing by the database of that moment. */
    private void judge(Wire wire, PinnedImage image) {
        wire.say(new ImageDue(
                "run-" + id, "w", DueReason.MANUAL, image, image, TagConvention.INCREMENTAL, Optional.empty()));
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            worker.runDue();
            return wire.statuses(image.name()).stream().anyMatch(status -> status.state() == State.CLEAN);
        });
    }

    private PinnedImage push(String tag) {
        Repository repository = new Repository(registry, id + "/app");
        ImageBuild build = ImageBuild.of(Layer.ofFiles(Map.of("content", tag + " " + id)));
        PinnedImage pushed =
                new PinnedImage(repository, new Tag(tag), new Digest(build.push(registry, repository.path(), tag)));
        advisories.install(pushed.digest(), "libc-" + id);
        return pushed;
    }

    private long count(String query) {
        return transactions.await(
                tx -> tx.session().createNativeQuery(query, Long.class).getSingleResult());
    }
}
