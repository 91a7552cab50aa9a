package dev.cssc.patch;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Verification;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PendingUpdates;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import dev.cssc.patch.status.Way;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** The service as its neighbours see it: topics and a registry, both real; the package manager is the image's own. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class PatchServiceTest {
    private static final Scanner SCANNER = new Scanner("test", "1", "db-" + UUID.randomUUID());
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Inject
    RegistryClient registry;

    @Inject
    Registries registries;

    @Inject
    PatchEngine engine;

    @Inject
    PatchStore patches;

    @Inject
    Transactions transactions;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @TempDir
    Path directory;

    private final String run = "run-" + UUID.randomUUID();
    private Topics topics;
    private Repository repository;

    @BeforeEach
    void aRepositoryOfItsOwn() {
        topics = new Topics(kafka);
        repository = new Repository(registries.all().getFirst().host(), "app-" + UUID.randomUUID());
    }

    @Test
    void aFixableImageIsStagedAndAfterItsVerificationPublished() {
        assumeThat(engine.unready()).isEmpty();
        PinnedImage source = debian();
        PackageUpgrade wanted = pending(source);
        topics.send(found(source, source.digest(), wanted));

        PatchStaged staged = theOnly(EventType.PATCH_STAGED, PatchStaged.class);
        StagedPlatform platform = staged.platforms().getFirst();
        assertThat(platform.targets()).containsExactly(wanted);
        ImageManifest before = manifest(source.byDigest());
        ImageManifest after = manifest(ImageReference.of(staged.staging(), platform.staged()));
        assertThat(after.layers().subList(0, 1))
                .extracting(Descriptor::digest)
                .containsExactly(before.layers().getFirst().digest());
        assertThat(after.annotations())
                .containsEntry(Lineage.BASE_DIGEST, source.digest().value())
                .containsEntry(Lineage.BASE_NAME, source.name())
                .containsEntry(Lineage.FIXED, "CVE-1")
                .containsEntry(Lineage.RUN, run);
        ImageConfig config =
                ImageConfig.parse(registry.blob(staged.staging(), after.config().digest(), 100_000));
        assertThat(config.user()).isEqualTo("1000:1000");
        assertThat(config.entrypoint()).containsExactly("/usr/bin/env");
        assertThat(registry.tags(staged.staging()).orElseThrow())
                .as("only what is to be judged")
                .hasSize(1);

        topics.send(verdict(staged, true, List.of(wanted), List.of()));

        Patched patched = theOnly(EventType.PATCHED, Patched.class);
        assertThat(patched.patched().tag()).isEqualTo(new Tag("12-1"));
        assertThat(patched.fixed()).containsExactly(wanted);
        assertThat(patched.seconds()).containsKeys("patch", "promote");
        assertThat(patched.addedBytes()).isPositive();
        assertThat(pointsTo("12-1")).contains(platform.staged());
        assertThat(new PendingUpdates(directory).installed(patched.patched().byDigest()))
                .containsEntry(wanted.name(), wanted.fixed());
        await().atMost(PATIENCE).until(() -> states().contains(State.PATCHED));
        assertThat(states()).contains(State.PATCHING, State.STAGED);
        await().atMost(PATIENCE)
                .until(() -> registry.head(ImageReference.of(staged.staging(), platform.staged()))
                        .isEmpty());
    }

    @Test
    void anIndexStaysAnIndexAndWhatDoesNotRunHereIsCarriedOver() {
        assumeThat(engine.unready()).isEmpty();
        PinnedImage debian = debian();
        PackageUpgrade wanted = pending(debian);
        Digest foreign = registry.putManifest(
                repository,
                new RawManifest(
                        MediaType.OCI_MANIFEST,
                        new String(
                                        registry.manifest(debian.byDigest())
                                                .orElseThrow()
                                                .content(),
                                        StandardCharsets.UTF_8)
                                .replaceFirst("\\{", "{ ")
                                .getBytes(StandardCharsets.UTF_8)));
        PinnedImage index = index(debian.digest(), foreign);
        Platform other = Platform.parse("linux/riscv64");
        VulnsFound one = found(index, debian.digest(), wanted);
        topics.send(new VulnsFound(
                one.run(),
                one.workflow(),
                one.source(),
                one.candidate(),
                TagConvention.FLOATING,
                List.of(
                        one.platforms().getFirst(),
                        new PlatformFindings(
                                other, foreign, new OperatingSystem("debian", "12"), List.of(wanted), Digest.of("i"))),
                SCANNER));

        PatchStaged staged = theOnly(EventType.PATCH_STAGED, PatchStaged.class);
        assertThat(staged.platforms()).extracting(StagedPlatform::platform).containsExactly(Platform.host());
        topics.send(verdict(staged, true, List.of(wanted), List.of()));

        Patched patched = theOnly(EventType.PATCHED, Patched.class);
        assertThat(patched.patched().tag()).isEqualTo(new Tag("multi-patched"));
        ImageIndex published =
                ImageIndex.parse(registry.manifest(patched.patched().byDigest()).orElseThrow());
        assertThat(published.manifests())
                .extracting(Descriptor::digest)
                .containsExactly(staged.platforms().getFirst().staged(), foreign);
        assertThat(published.annotations())
                .containsEntry(Lineage.BASE_DIGEST, index.digest().value());
        assertThat(statuses())
                .filteredOn(s -> s.state() == State.STAGED)
                .allSatisfy(s -> assertThat(s.detail().orElse("")).contains("riscv64"));
    }

    @Test
    void aRefusedPatchIsNotPublishedAndItsStagingIsRemoved() {
        StagedPatch patch = stagedByHand("1");

        topics.send(verdict(patch.announcement(), false, List.of(upgrade("tar")), List.of("entrypoint changed")));

        await().atMost(PATIENCE).until(() -> states().contains(State.FAILED));
        ImageStatus status = statuses().getFirst();
        assertThat(status.reason()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(status.detail().orElse("")).contains("entrypoint changed");
        await().atMost(PATIENCE)
                .until(() -> registry.head(ImageReference.of(patch.staging(), patch.publishes()))
                        .isEmpty());
        assertThat(registry.tags(repository).orElseThrow()).containsExactly(new Tag("1"));
    }

    @Test
    void aPatchThatFixedNothingIsRememberedAndNotTriedAgain() {
        StagedPatch patch = stagedByHand("1");
        topics.send(verdict(patch.announcement(), false, List.of(), List.of("nothing is fixed")));
        await().atMost(PATIENCE).until(() -> states().contains(State.SKIPPED));
        assertThat(statuses().getFirst().reason()).contains(ReasonCode.NO_IMPROVEMENT);

        String next = "next-" + run;
        VulnsFound again = found(patch.source(), patch.source().digest(), upgrade("tar"));
        topics.send(new VulnsFound(
                next, "w", again.source(), again.candidate(), again.tagConvention(), again.platforms(), SCANNER));

        await().atMost(PATIENCE)
                .until(() -> statuses(next).stream().anyMatch(s -> s.state().terminal()));
        assertThat(statuses(next))
                .filteredOn(s -> s.state() == State.SKIPPED)
                .singleElement()
                .satisfies(s -> assertThat(s.detail().orElse("")).startsWith("tried before"));
    }

    @Test
    void aCancelledRunPublishesNothingAndLeavesNothingStaged() {
        StagedPatch patch = stagedByHand("1");

        topics.send(new RunCancelled(run, "w"));
        await().atMost(PATIENCE)
                .until(() -> registry.head(ImageReference.of(patch.staging(), patch.publishes()))
                        .isEmpty());
        topics.send(verdict(patch.announcement(), true, List.of(upgrade("tar")), List.of()));

        await().atMost(PATIENCE).until(() -> states().contains(State.CANCELLED));
        assertThat(registry.tags(repository).orElseThrow()).containsExactly(new Tag("1"));
    }

    @Test
    void anImageThatIsGoneFailsAtOnceWithTheReason() {
        PinnedImage gone = new PinnedImage(repository, new Tag("1"), Digest.of("gone"));
        topics.send(found(gone, gone.digest(), upgrade("tar")));

        await().atMost(PATIENCE).until(() -> states().contains(State.FAILED));
        assertThat(statuses())
                .filteredOn(s -> s.state() == State.FAILED)
                .singleElement()
                .satisfies(s -> assertThat(s.reason()).contains(ReasonCode.MANIFEST_NOT_FOUND));
    }

    private PinnedImage debian() {
        String digest = DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {})
                .push(repository.registry(), repository.path(), "12");
        return new PinnedImage(repository, new Tag("12"), new Digest(digest));
    }

    private PackageUpgrade pending(PinnedImage image) {
        PackageUpgrade first =
                new PendingUpdates(directory).of(image.byDigest()).getFirst();
        return new PackageUpgrade(
                first.name(), first.installed(), first.fixed(), List.of(new Vulnerability("CVE-1", Severity.HIGH)));
    }

    private PinnedImage index(Digest host, Digest foreign) {
        String child =
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}";
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":["
                + child.formatted(
                        MediaType.OCI_MANIFEST,
                        host,
                        size(host),
                        Platform.host().architecture()) + ","
                + child.formatted(MediaType.OCI_MANIFEST, foreign, size(foreign), "riscv64") + "]}";
        Digest digest = registry.putManifest(
                repository,
                new Tag("multi"),
                new RawManifest(MediaType.OCI_INDEX, text.getBytes(StandardCharsets.UTF_8)));
        return new PinnedImage(repository, new Tag("multi"), digest);
    }

    private int size(Digest digest) {
        return registry.manifest(ImageReference.of(repository, digest))
                .orElseThrow()
                .content()
                .length;
    }

    /** A patch as the service would have staged it, without running an engine for it. */
    private StagedPatch stagedByHand(String tag) {
        ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", run)));
        Digest source = new Digest(image.push(repository.registry(), repository.path(), tag));
        Repository staging = repository.sibling("cssc-staging/" + repository.path());
        Digest staged = new Digest(
                image.plus(Layer.ofFiles(Map.of("patch", run))).push(repository.registry(), staging.path(), "staged"));
        StagedPatch patch = new StagedPatch(
                UUID.randomUUID(),
                new Way(run, "w", new PinnedImage(repository, new Tag(tag), source)),
                TagConvention.INCREMENTAL,
                staging,
                List.of(new StagedPart(
                        new StagedPlatform(Platform.host(), source, staged, List.of()),
                        new Tag("staged"),
                        List.of(),
                        1)),
                Optional.empty(),
                engine.name(),
                SCANNER.database(),
                1);
        transactions.await(tx -> patches.staged(tx, patch));
        return patch;
    }

    private VulnsFound found(PinnedImage source, Digest manifest, PackageUpgrade wanted) {
        return new VulnsFound(
                run,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                List.of(new PlatformFindings(
                        Platform.host(),
                        manifest,
                        new OperatingSystem("debian", "12.15"),
                        List.of(wanted),
                        Digest.of("inventory"))),
                SCANNER);
    }

    private PatchVerified verdict(
            PatchStaged staged, boolean accepted, List<PackageUpgrade> fixed, List<String> objections) {
        StagedPlatform platform = staged.platforms().getFirst();
        return new PatchVerified(
                staged.run(),
                staged.workflow(),
                staged.source(),
                staged.patch(),
                accepted,
                List.of(new Verification(
                        platform.platform(), platform.staged(), fixed, List.of(), List.of(), objections)),
                SCANNER);
    }

    private static PackageUpgrade upgrade(String name) {
        return new PackageUpgrade(name, "1", "2", List.of());
    }

    private <E extends ImageEvent> E theOnly(EventType type, Class<E> form) {
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

    private List<State> states() {
        return statuses().stream().map(ImageStatus::state).toList();
    }

    private List<ImageStatus> statuses() {
        return statuses(run);
    }

    private List<ImageStatus> statuses(String ofRun) {
        return topics.of(EventType.IMAGE_STATUS, ImageStatus.class, ofRun);
    }

    private Optional<Digest> pointsTo(String tag) {
        return registry.head(ImageReference.of(repository, new Tag(tag))).map(Descriptor::digest);
    }

    private ImageManifest manifest(ImageReference reference) {
        return ImageManifest.parse(registry.manifest(reference).orElseThrow());
    }
}
