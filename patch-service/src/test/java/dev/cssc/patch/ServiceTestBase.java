package dev.cssc.patch;

import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Verification;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.engine.PatchEngine;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The service as its neighbours see it: topics and a registry, both real. */
abstract class ServiceTestBase {
    static final Scanner SCANNER = new Scanner("test", "1", "db-" + UUID.randomUUID());
    static final Duration PATIENCE = Duration.ofSeconds(120);

    @Inject
    RegistryClient registry;

    @Inject
    Registries registries;

    @Inject
    PatchEngine engine;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    final String run = "run-" + UUID.randomUUID();
    Topics topics;
    Repository repository;

    @BeforeEach
    void aRepositoryOfItsOwn() {
        topics = new Topics(kafka);
        repository = new Repository(registries.all().getFirst().host(), "app-" + UUID.randomUUID());
    }

    VulnsFound found(PinnedImage source, Digest manifest, PackageUpgrade wanted) {
        return new VulnsFound(
                run,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(new PlatformFindings(
                        Platform.host(),
                        manifest,
                        new OperatingSystem("debian", "12.15"),
                        List.of(wanted),
                        Digest.of("inventory"))),
                SCANNER);
    }

    PatchVerified verdict(PatchStaged staged, boolean accepted, List<PackageUpgrade> fixed, List<String> objections) {
        Optional<ReasonCode> reason = accepted ? Optional.empty() : Optional.of(ReasonCode.VERIFICATION_REFUSED);
        return verdict(staged, reason, fixed, objections);
    }

    PatchVerified verdict(
            PatchStaged staged, Optional<ReasonCode> reason, List<PackageUpgrade> fixed, List<String> objections) {
        StagedPlatform platform = staged.platforms().getFirst();
        return new PatchVerified(
                staged.run(),
                staged.workflow(),
                staged.source(),
                staged.patch(),
                reason.isEmpty(),
                reason,
                List.of(new Verification(
                        platform.platform(),
                        platform.staged(),
                        fixed,
                        List.of(),
                        List.of(),
                        objections,
                        Optional.empty())),
                SCANNER);
    }

    static PackageUpgrade upgrade(String name) {
        return new PackageUpgrade(name, "1", "2", List.of());
    }

    <E extends ImageEvent> E theOnly(EventType type, Class<E> form) {
        await().atMost(PATIENCE)
                .failFast(
                        "it ended otherwise",
                        () -> assertThat(statuses())
                                .noneMatch(s -> s.state() == State.FAILED || s.state() == State.SKIPPED))
                .until(() -> !topics.of(type, form, run).isEmpty());
        List<E> events = topics.of(type, form, run);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    List<State> states() {
        return statuses().stream().map(ImageStatus::state).toList();
    }

    List<ImageStatus> statuses() {
        return statuses(run);
    }

    List<ImageStatus> statuses(String ofRun) {
        return topics.of(EventType.IMAGE_STATUS, ImageStatus.class, ofRun);
    }

    Optional<Digest> pointsTo(String tag) {
        return registry.head(ImageReference.of(repository, new Tag(tag))).map(Descriptor::digest);
    }
}
