package dev.cssc.scan.service;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.ImageConfig;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.Verification;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ManifestWriter;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class StagedPatchTest extends ScanServiceDriver {

    private static final ImageConfig CONFIG = new ImageConfig(
            List.of("/bin/app"), List.of("serve"), List.of("A=1"), "1000", "/srv", List.of(), List.of(), Map.of());

    @Test
    void stagedPatchOfACancelledRunIsHandedBackToBeClearedUp() {
        PinnedImage source = push("vulnerable", ImageBuild.of(layer("base")));
        wire.say(new RunCancelled(run, "w"));
        awaitImagesToBeCancelled();

        wire.say(staged(source, source));

        PatchVerified verified = wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name());
        assertThat(verified.accepted()).isFalse();
        assertThat(verified.reason()).contains(ReasonCode.CANCELLED);
    }

    @Test
    void stagedPatchThatFixesItsTargetsMayBePublished() {
        ImageBuild build = ImageBuild.of(layer("base")).configured(CONFIG);
        PinnedImage source = push("vulnerable", build);
        PinnedImage staged = push("patched-clean", build.plus(layer("patch")));

        wire.say(staged(source, staged));

        PatchVerified verified = wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name());
        assertThat(verified.verifications()).singleElement().satisfies(verification -> {
            assertThat(verification.objections()).isEmpty();
            assertThat(verification.fixed()).extracting(PackageUpgrade::name).containsExactly("liblzma5");
        });
        assertThat(verified.accepted()).isTrue();
        assertThat(verified.reason()).isEmpty();
        wire.awaitStatus(source.name(), status -> status.state() == State.VERIFIED);
    }

    @Test
    void ofAnIndexOnlyWhatWasPatchedIsVerified() {
        ImageBuild build = ImageBuild.of(layer("base")).configured(CONFIG);
        PinnedImage patched = push("vulnerable", build);
        PinnedImage leftAlone = push("vulnerable", "other-" + id, build.on(Platform.of("linux", "s390x")));
        PinnedImage staged = push("patched-clean", build.plus(layer("patch")));
        Tag tag = new Tag("index-" + id);
        RawManifest index = ManifestWriter.index(
                List.of(child(patched, Platform.host()), child(leftAlone, Platform.of("linux", "s390x"))), Map.of());
        PinnedImage source =
                new PinnedImage(patched.repository(), tag, client.putManifest(patched.repository(), tag, index));
        PatchStaged one = staged(patched, staged);

        wire.say(new PatchStaged(
                one.run(),
                one.workflow(),
                source,
                one.patch(),
                one.staging(),
                one.platforms(),
                one.engine(),
                one.criteria()));

        PatchVerified verified = wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name());
        assertThat(verified.accepted()).isTrue();
        assertThat(verified.verifications())
                .as("the vulnerable image that was left alone does not stand against it")
                .extracting(Verification::platform)
                .containsExactly(Platform.host());
    }

    @Test
    void stagedPatchThatChangesHowTheImageRunsIsRefused() {
        PinnedImage source = push("vulnerable", ImageBuild.of(layer("base")).configured(CONFIG));
        PinnedImage staged = push(
                "patched-clean", ImageBuild.of(layer("base"), layer("patch")).configured(ImageConfig.EMPTY));

        wire.say(staged(source, staged));

        PatchVerified verified = wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name());
        assertThat(verified.accepted()).isFalse();
        assertThat(verified.reason()).contains(ReasonCode.VERIFICATION_REFUSED);
        ImageStatus end =
                wire.awaitStatus(source.name(), status -> status.state().terminal());
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.reason()).contains(ReasonCode.VERIFICATION_REFUSED);
        assertThat(end.detail()).hasValueSatisfying(detail -> assertThat(detail).contains("Entrypoint changed"));
    }

    @Test
    void stagedPatchThatFixesNothingIsSkipped() {
        ImageBuild build = ImageBuild.of(layer("base")).configured(CONFIG);
        PinnedImage source = push("vulnerable", build);
        PinnedImage staged = push("vulnerable", "staged-" + id, build.plus(layer("patch")));

        wire.say(staged(source, staged));

        ImageStatus end =
                wire.awaitStatus(source.name(), status -> status.state().terminal());
        assertThat(end.state()).isEqualTo(State.SKIPPED);
        assertThat(end.reason()).contains(ReasonCode.NO_IMPROVEMENT);
        assertThat(wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name())
                        .reason())
                .contains(ReasonCode.NO_IMPROVEMENT);
        assertThat(wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name())
                        .accepted())
                .isFalse();
    }

    @Test
    void stagedPatchThatIsGoneIsRefusedSoThatNobodyWaitsForIt() {
        PinnedImage source = push("vulnerable", ImageBuild.of(layer("base")).configured(CONFIG));
        PinnedImage gone = new PinnedImage(source.repository(), new Tag("gone"), Digest.of(id));

        wire.say(staged(source, gone));

        assertFailed(source.name(), ReasonCode.MANIFEST_NOT_FOUND);
        assertThat(wire.awaitEvent(EventType.PATCH_VERIFIED, PatchVerified.class, source.name())
                        .accepted())
                .isFalse();
    }

    private Descriptor child(PinnedImage image, Platform platform) {
        long size = client.head(image.byDigest()).orElseThrow().size();
        return new Descriptor(
                MediaType.OCI_MANIFEST, image.digest(), size, Optional.of(platform), Optional.empty(), Map.of());
    }
}
