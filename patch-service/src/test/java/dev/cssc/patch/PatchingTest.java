package dev.cssc.patch;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.engine.PendingUpdates;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** From findings to a published patch; the package manager is the image's own. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class PatchingTest extends ServiceTestBase {
    @TempDir
    Path directory;

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
        assertThat(new PendingUpdates(registry, directory)
                        .installed(patched.patched().byDigest()))
                .containsEntry(wanted.name(), wanted.fixed());
        await().atMost(PATIENCE).until(() -> states().contains(State.PATCHED));
        assertThat(states()).contains(State.PATCHING, State.STAGED);
        assertThat(statuses())
                .extracting(ImageStatus::state, s -> kindOf(s.job().orElseThrow()))
                .contains(tuple(State.STAGED, "patch"), tuple(State.PATCHED, "promote"));
        await().atMost(PATIENCE)
                .until(() -> registry.head(ImageReference.of(staged.staging(), platform.staged()))
                        .isEmpty());
    }

    @Test
    void anIndexStaysAnIndexAndWhatDoesNotRunHereOrWasNotJudgedIsCarriedOver() {
        assumeThat(engine.unready()).isEmpty();
        PinnedImage debian = debian();
        PackageUpgrade wanted = pending(debian);
        Digest foreign = copy(debian, "{ ");
        // A child that was not judged, since the policy names other platforms, is in no finding.
        Digest notJudged = copy(debian, "{  ");
        PinnedImage index = index(debian.digest(), foreign, notJudged);
        Platform other = Platform.parse("linux/riscv64");
        VulnsFound one = found(index, debian.digest(), wanted);
        topics.send(new VulnsFound(
                one.run(),
                one.workflow(),
                one.source(),
                one.candidate(),
                TagConvention.FLOATING,
                Optional.empty(),
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
                .containsExactly(staged.platforms().getFirst().staged(), foreign, notJudged);
        assertThat(published.annotations())
                .containsEntry(Lineage.BASE_DIGEST, index.digest().value());
        assertThat(statuses())
                .filteredOn(s -> s.state() == State.STAGED)
                .allSatisfy(s -> assertThat(s.detail().orElse("")).contains("riscv64"));
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

    @Test
    void theServiceIsReadyWhereTheEnginesProgramIsThere() {
        given().when()
                .get("/q/health/ready")
                .then()
                .body("checks.find { it.name == 'patch-engine' }.data.engine", equalTo("buildah"))
                .body(
                        "checks.find { it.name == 'patch-engine' }.status",
                        equalTo(engine.unready().isEmpty() ? "UP" : "DOWN"));
    }

    private static String kindOf(UUID job) {
        return given().get("/api/v1/jobs").jsonPath().getString("find { it.id == '" + job + "' }.kind");
    }

    private PinnedImage debian() {
        String digest = DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {})
                .push(repository.registry(), repository.path(), "12");
        return new PinnedImage(repository, new Tag("12"), new Digest(digest));
    }

    private PackageUpgrade pending(PinnedImage image) {
        PackageUpgrade first =
                new PendingUpdates(registry, directory).of(image.byDigest()).getFirst();
        return new PackageUpgrade(
                first.name(), first.installed(), first.fixed(), List.of(new Vulnerability("CVE-1", Severity.HIGH)));
    }

    /** The same manifest in other bytes, hence another digest. */
    private Digest copy(PinnedImage image, String beginning) {
        String text =
                new String(registry.manifest(image.byDigest()).orElseThrow().content(), StandardCharsets.UTF_8);
        return registry.putManifest(
                repository,
                new RawManifest(
                        MediaType.OCI_MANIFEST,
                        text.replaceFirst("\\{", beginning).getBytes(StandardCharsets.UTF_8)));
    }

    private PinnedImage index(Digest host, Digest foreign, Digest other) {
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":["
                + child(host, Platform.host().architecture()) + "," + child(foreign, "riscv64") + ","
                + child(other, "s390x") + "]}";
        Digest digest = registry.putManifest(
                repository,
                new Tag("multi"),
                new RawManifest(MediaType.OCI_INDEX, text.getBytes(StandardCharsets.UTF_8)));
        return new PinnedImage(repository, new Tag("multi"), digest);
    }

    private String child(Digest digest, String architecture) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
                .formatted(MediaType.OCI_MANIFEST, digest, size(digest), architecture);
    }

    private int size(Digest digest) {
        return registry.manifest(ImageReference.of(repository, digest))
                .orElseThrow()
                .content()
                .length;
    }

    private ImageManifest manifest(ImageReference reference) {
        return ImageManifest.parse(registry.manifest(reference).orElseThrow());
    }
}
