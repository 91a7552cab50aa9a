package dev.cssc.patch;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Verification;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/** An index of two real Debian images, of which one runs by emulation: from findings to the published index. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class EmulatedPlatformTest extends ServiceTestBase {
    /** apt, by emulation, on a machine that is busy otherwise. */
    private static final Duration EMULATION = Duration.ofMinutes(10);

    private static final Platform HOST = Platform.host();
    private static final Platform EMULATED =
            Platform.of("linux", HOST.architecture().equals("arm64") ? "amd64" : "arm64");

    @TempDir
    Path directory;

    @BeforeEach
    void theEmulatorIsThere() {
        assumeThat(engine.unready()).isEmpty();
        assumeThat(engine.unrunnable(EMULATED))
                .as("needs qemu-user-static, registered with binfmt_misc as .ci/run does")
                .isEmpty();
    }

    @Test
    void bothImagesOfAnIndexArePatchedEachByItsOwnPackageManager() {
        Digest own = push(HOST);
        Digest emulated = push(EMULATED);
        PackageUpgrade wanted = new PendingUpdates(registry, directory)
                .of(ImageReference.of(repository, own)).stream()
                        // Rebuilds of one architecture alone have versions of their own.
                        .filter(p -> !p.installed().contains("+b") && !p.fixed().contains("+b"))
                        // By far the largest; an emulated dpkg takes minutes for it on a busy machine.
                        .filter(p -> !p.name().equals("perl-base"))
                        .findFirst()
                        .orElseThrow();
        PinnedImage index = index(own, emulated);

        topics.send(new VulnsFound(
                run,
                "w",
                index,
                index,
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(findings(HOST, own, wanted), findings(EMULATED, emulated, wanted)),
                SCANNER));
        PatchStaged staged = awaited(EventType.PATCH_STAGED, PatchStaged.class);
        topics.send(accepted(staged, wanted));
        Patched patched = awaited(EventType.PATCHED, Patched.class);

        assertThat(staged.platforms()).extracting(StagedPlatform::platform).containsExactly(HOST, EMULATED);
        assertThat(patched.patched().tag()).isEqualTo(new Tag("multi-1"));
        assertThat(patched.unpatched()).isEmpty();
        assertThat(patched.droppedAttestations()).isOne();
        ImageIndex published =
                ImageIndex.parse(registry.manifest(patched.patched().byDigest()).orElseThrow());
        assertThat(published.manifests())
                .extracting(Descriptor::digest)
                .containsExactlyElementsOf(
                        staged.platforms().stream().map(StagedPlatform::staged).toList());
        for (Descriptor child : published.manifests()) {
            assertThat(new PendingUpdates(registry, directory).installed(ImageReference.of(repository, child.digest())))
                    .as("%s", child.platform())
                    .containsEntry(wanted.name(), wanted.fixed());
            assertThat(config(child).platform())
                    .as("the sealed image is of its source's platform")
                    .isEqualTo(child.platform());
        }
        assertThat(registry.tags(repository).orElseThrow())
                .as("no platform has a tag of its own but the source's")
                .containsExactlyInAnyOrder(new Tag("multi"), new Tag("multi-1"), source(HOST), source(EMULATED));
    }

    private Digest push(Platform platform) {
        ImageBuild image = DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), platform, message -> {});
        return new Digest(image.push(
                repository.registry(), repository.path(), source(platform).value()));
    }

    private static Tag source(Platform platform) {
        return new Tag("source-" + platform.architecture());
    }

    private PinnedImage index(Digest own, Digest emulated) {
        String text = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":["
                + child(own, HOST) + "," + child(emulated, EMULATED) + ","
                + child(own, Platform.of("unknown", "unknown")) + "]}";
        RawManifest index = new RawManifest(MediaType.OCI_INDEX, text.getBytes(StandardCharsets.UTF_8));
        return new PinnedImage(repository, new Tag("multi"), registry.putManifest(repository, new Tag("multi"), index));
    }

    private String child(Digest digest, Platform platform) {
        int size = registry.manifest(ImageReference.of(repository, digest))
                .orElseThrow()
                .content()
                .length;
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"%s\",\"architecture\":\"%s\"}}"
                .formatted(MediaType.OCI_MANIFEST, digest, size, platform.os(), platform.architecture());
    }

    private static PlatformFindings findings(Platform platform, Digest manifest, PackageUpgrade wanted) {
        return new PlatformFindings(
                platform,
                manifest,
                new OperatingSystem("debian", "12.15"),
                List.of(wanted),
                Digest.of("inventory of " + platform));
    }

    private PatchVerified accepted(PatchStaged staged, PackageUpgrade wanted) {
        return new PatchVerified(
                staged.run(),
                staged.workflow(),
                staged.source(),
                staged.patch(),
                true,
                Optional.empty(),
                staged.platforms().stream()
                        .map(platform -> new Verification(
                                platform.platform(),
                                platform.staged(),
                                List.of(wanted),
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.empty()))
                        .toList(),
                SCANNER);
    }

    private ImageConfig config(Descriptor child) {
        ImageManifest manifest = ImageManifest.parse(
                registry.manifest(ImageReference.of(repository, child.digest())).orElseThrow());
        return ImageConfig.parse(registry.blob(repository, manifest.config().digest(), 100_000));
    }

    private <E extends ImageEvent> E awaited(EventType type, Class<E> form) {
        await().atMost(EMULATION)
                .failFast(
                        "it ended otherwise",
                        () -> assertThat(statuses()).noneMatch(s -> s.reason().isPresent()))
                .until(() -> !topics.of(type, form, run).isEmpty());
        return topics.of(type, form, run).getFirst();
    }
}
