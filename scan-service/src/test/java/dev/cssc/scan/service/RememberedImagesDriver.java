package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.advisory.WatchedImageStore;
import dev.cssc.scan.engine.ScanEngine;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.awaitility.Awaitility.await;

/** Makes images due over the service's own topic and works by hand, each test about an image and a database of its own. */
abstract class RememberedImagesDriver {

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
    WatchedImageStore watched;

    @Inject
    Transactions transactions;

    @TempDir
    Path directory;

    final String id = UUID.randomUUID().toString().substring(0, 8);
    Wire wire;
    PinnedImage image;

    @BeforeEach
    void prepare() {
        wire = new Wire(kafka);
        image = push("1", id);
        advisories.know("db-1-" + id, Map.of());
    }

    /** An image of its own with two packages, without findings until a database knows of one. */
    PinnedImage push(String tag, String content) {
        Repository repository = new Repository(registry, id + "/app");
        ImageBuild build = ImageBuild.of(Layer.ofFiles(Map.of("content", content)));
        PinnedImage pushed =
                new PinnedImage(repository, new Tag(tag), new Digest(build.push(registry, repository.path(), tag)));
        advisories.install(pushed.digest(), "libc-" + id, "app-" + id);
        return pushed;
    }

    String run(String name) {
        return name + "-" + id;
    }

    ImageDue due(String run, Criteria criteria) {
        return new ImageDue(
                run(run), "w", DueReason.MANUAL, image, image, TagConvention.INCREMENTAL, Optional.of(criteria));
    }

    void sayDue(String run) {
        wire.say(due(run, Criteria.NONE));
    }

    /** Works by hand, as no worker does, until the run's way of the image has come to that state. */
    void workUntil(String run, State state) {
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            worker.runDue();
            return wire.statuses(image.name()).stream()
                    .anyMatch(status -> status.run().equals(run(run)) && status.state() == state);
        });
    }

    long jobsOf(String run) {
        return count("select count(*) from job where run = '" + run(run) + "'");
    }

    long count(String query) {
        return transactions.await(tx -> tx.column(query, Long.class).getSingleResult());
    }
}
