package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.RegistryClient;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Speaks to the service over its topics, each test in a run and about images of its own. */
abstract class ScanServiceDriver {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @ConfigProperty(name = "test.registry")
    String registry;

    @Inject
    RegistryClient client;

    final String run = "run-" + UUID.randomUUID();
    final String id = run.substring(4, 12);
    Wire wire;

    @BeforeEach
    void connect() {
        wire = new Wire(kafka);
    }

    /** Topics have no order among each other: an image that overtakes the cancellation is judged, a later one is not. */
    void awaitImagesToBeCancelled() {
        AtomicInteger number = new AtomicInteger();
        await().atMost(Duration.ofSeconds(40)).until(() -> {
            PinnedImage image = push("scratch", id + "-" + number.incrementAndGet(), ImageBuild.of(layer("base")));
            wire.say(due(image, image));
            ImageStatus end =
                    wire.awaitStatus(image.name(), status -> status.state().terminal());
            return end.state() == State.CANCELLED && end.reason().equals(Optional.of(ReasonCode.CANCELLED));
        });
    }

    void assertFailed(String image, ReasonCode reason) {
        ImageStatus end = wire.awaitStatus(image, status -> status.state().terminal());
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.reason()).contains(reason);
    }

    ImageDue due(PinnedImage source, PinnedImage candidate) {
        return new ImageDue(run, "w", DueReason.MANUAL, source, candidate, TagConvention.INCREMENTAL, Optional.empty());
    }

    PatchStaged staged(PinnedImage source, PinnedImage staged) {
        PackageUpgrade target = new PackageUpgrade("liblzma5", "5.4.1-1+deb12u1", "5.4.1-1+deb12u2", List.of());
        return new PatchStaged(
                run,
                "w",
                source,
                UUID.randomUUID(),
                staged.repository(),
                List.of(new StagedPlatform(Platform.host(), source.digest(), staged.digest(), List.of(target))),
                "test",
                Optional.empty());
    }

    /** Content of this test alone, so that no two tests share a digest. */
    Layer layer(String name) {
        return Layer.ofFiles(Map.of(name, id));
    }

    PinnedImage push(String situation, ImageBuild image) {
        return push(situation, id, image);
    }

    PinnedImage push(String situation, String tag, ImageBuild image) {
        Repository repository = new Repository(registry, "demo/" + situation);
        return new PinnedImage(repository, new Tag(tag), new Digest(image.push(registry, repository.path(), tag)));
    }
}
