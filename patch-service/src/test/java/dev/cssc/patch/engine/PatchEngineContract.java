package dev.cssc.patch.engine;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every engine keeps to, shown with the real tool on a real Debian image that has real pending updates. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class PatchEngineContract {
    private static final String UNREACHABLE = "9999:1";

    @TempDir
    protected static Path directory;

    protected TestRegistry registry;
    protected PatchEngine engine;
    private PinnedImage source;
    protected List<PackageUpgrade> pending;

    /** The engine under test, working with that registry. */
    protected abstract PatchEngine engine(TestRegistry registry);

    @BeforeAll
    void anImageWithPendingUpdates() {
        registry = new TestRegistry(directory.resolve("registry"));
        engine = engine(registry);
        Repository repository = new Repository(registry.host(), "demo/debian");
        String digest = DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {})
                .plus(Layer.ofFiles(Map.of("etc/hosts", "127.0.0.1 of-its-own\n")))
                .push(registry.host(), repository.path(), "12");
        source = new PinnedImage(repository, new Tag("12"), new Digest(digest));
        pending = new PendingUpdates(registry.client, directory).of(source.byDigest());
        assertThat(pending).as("pending updates of the example image").hasSizeGreaterThan(1);
    }

    @AfterAll
    void theRegistryEnds() {
        registry.close();
    }

    @Test
    void exactlyTheListedPackagesAreRaisedInLayersOnTop() {
        List<PackageUpgrade> wanted = List.of(pending.getFirst());

        PatchedLayers result = engine.patch(request("raise-one", wanted));

        assertThat(result.raised()).isEqualTo(wanted);
        assertThat(result.unavailable()).isEmpty();
        Map<String, String> installed = new PendingUpdates(registry.client, directory).installed(staged(result));
        assertThat(installed)
                .containsEntry(wanted.getFirst().name(), wanted.getFirst().fixed());
        assertThat(pending.stream().filter(p -> p.installed().equals(installed.get(p.name()))))
                .as("updates that nobody asked for")
                .isNotEmpty();
        ImageManifest patched = manifest(staged(result));
        assertThat(patched.layers().size())
                .isGreaterThan(manifest(source.byDigest()).layers().size());
        assertThat(registry.client
                        .head(ImageReference.of(staging(), new Tag("raise-one")))
                        .map(Descriptor::digest))
                .contains(result.manifest());
    }

    @Test
    void aPackageWhoseFixIsNotThereYetDoesNotKeepTheOthersOut() {
        PackageUpgrade wanted = pending.getFirst();
        PackageUpgrade early = later(pending.getLast());

        PatchedLayers result = engine.patch(request("leave-one", List.of(wanted, early)));

        assertThat(result.raised()).containsExactly(wanted);
        assertThat(result.unavailable()).containsExactly(early);
        assertThat(new PendingUpdates(registry.client, directory).installed(staged(result)))
                .containsEntry(wanted.name(), wanted.fixed())
                .containsEntry(early.name(), early.installed());
    }

    @Test
    void whereNoFixIsThereYetTheReasonSaysSo() {
        assertFails(
                request(
                        "none",
                        List.of(later(pending.getFirst()), new PackageUpgrade("no-such-package", "1", "2", List.of()))),
                ReasonCode.FIXED_VERSION_UNAVAILABLE);
    }

    @Test
    void whereThereIsNoUpdateAtAllYetTheReasonSaysSoToo() {
        assertFails(request("no-update", List.of(later(current()))), ReasonCode.FIXED_VERSION_UNAVAILABLE);
    }

    @Test
    void packagesThatAreFixedAlreadyAreNoImprovement() {
        assertFails(request("current", List.of(current())), ReasonCode.NO_IMPROVEMENT);
    }

    /** A package of which there is nothing newer. */
    private PackageUpgrade current() {
        Map<String, String> installed = new PendingUpdates(registry.client, directory).installed(source.byDigest());
        return Stream.of("base-files", "bash", "coreutils")
                .filter(name -> pending.stream().noneMatch(p -> p.name().equals(name)))
                .map(name -> new PackageUpgrade(name, installed.get(name), installed.get(name), List.of()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anImageWithoutPackageManagerIsUnsupported() {
        String digest = ImageBuild.scratch().push(registry.host(), "demo/scratch", "1");
        PinnedImage scratch =
                new PinnedImage(new Repository(registry.host(), "demo/scratch"), new Tag("1"), new Digest(digest));

        assertFails(request(scratch, "scratch", List.of(pending.getFirst())), ReasonCode.UNSUPPORTED_IMAGE);
    }

    @Test
    void anImageThatIsGoneIsNamedAsSuch() {
        PinnedImage gone = new PinnedImage(source.repository(), source.tag(), Digest.of("nothing"));

        assertFails(request(gone, "gone", List.of(pending.getFirst())), ReasonCode.MANIFEST_NOT_FOUND);
    }

    private static PackageUpgrade later(PackageUpgrade upgrade) {
        return new PackageUpgrade(upgrade.name(), upgrade.installed(), UNREACHABLE, upgrade.vulnerabilities());
    }

    private void assertFails(PatchRequest request, ReasonCode reason) {
        assertThatThrownBy(() -> engine.patch(request))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason())
                                .as(e.failure().detail())
                                .isEqualTo(reason));
    }

    protected PatchRequest request(String temporary, List<PackageUpgrade> packages) {
        return request(source, temporary, packages);
    }

    protected PatchRequest request(PinnedImage image, String temporary, List<PackageUpgrade> packages) {
        return new PatchRequest(
                image,
                image.digest(),
                Platform.host(),
                new OperatingSystem("debian", "12.15"),
                new ArrayList<>(packages),
                staging(),
                new Tag(temporary),
                directory);
    }

    protected Repository staging() {
        return new Repository(registry.host(), "cssc-staging/demo/debian");
    }

    protected ImageReference staged(PatchedLayers result) {
        return ImageReference.of(staging(), result.manifest());
    }

    protected ImageManifest manifest(ImageReference reference) {
        return ImageManifest.parse(registry.client.manifest(reference).orElseThrow());
    }
}
