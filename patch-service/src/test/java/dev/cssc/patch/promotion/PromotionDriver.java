package dev.cssc.patch.promotion;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.failure.FailureException;
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
import dev.cssc.common.registry.MediaType;
import dev.cssc.patch.engine.TestRegistry;
import dev.cssc.patch.staging.CarriedOver;
import dev.cssc.patch.staging.PublishedPatch;
import dev.cssc.patch.staging.Repetition;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A real registry, and in it a source of its own for each test, staged patches of it, and their publishing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PromotionDriver {
    @TempDir
    static Path directory;

    static final ImageBuild SOURCE = ImageBuild.of(Layer.ofFiles(Map.of("app", "1")));

    TestRegistry registry;
    int number;
    Repository repository;
    /** Where patches are published; beside their source where a test does not say otherwise. */
    Repository site;

    RememberedReservations reservations;
    final List<PublishedPatch> published = new CopyOnWriteArrayList<>();
    Repetition repetition;
    Promotion promotion;

    @BeforeAll
    void aRegistry() {
        registry = new TestRegistry(directory.resolve("registry"));
    }

    @AfterAll
    void theRegistryEnds() {
        registry.close();
    }

    @BeforeEach
    void aSourceOfItsOwn() {
        repository = new Repository(registry.host(), "app-" + number++);
        site = repository;
        SOURCE.push(registry.host(), repository.path(), "1");
        reservations = new RememberedReservations();
        published.clear();
        repetition = new Repetition(
                registry.client, (source, there, convention) -> there.equals(site) ? published : List.of());
        promotion = new Promotion(registry.client, reservations, repetition);
    }

    /** Promotes, and makes true what the end of the job makes true. */
    Tag publish(StagedPatch patch) {
        Tag tag = promotion.promote(patch);
        published.addFirst(new PublishedPatch(patch.id(), tag, patch.publishes(), "", patch.parts()));
        reservations.written(patch.id());
        return tag;
    }

    /** Tries as the worker does, without its pauses. */
    Tag publishInTurn(StagedPatch patch) {
        while (true) {
            try {
                return publish(patch);
            } catch (FailureException e) {
                if (!e.failure().retryable()) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    void assertFails(StagedPatch patch, ReasonCode reason, boolean retryable) {
        assertThatThrownBy(() -> promotion.promote(patch)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(reason);
            assertThat(e.failure().retryable()).isEqualTo(retryable);
        });
    }

    Digest foreign(String tag) {
        return new Digest(
                ImageBuild.of(Layer.ofFiles(Map.of("theirs", tag))).push(registry.host(), repository.path(), tag));
    }

    StagedPatch staged(String content, TagConvention convention) {
        return staged(content, convention, content);
    }

    StagedPatch staged(String content, TagConvention convention, String version) {
        UUID id = UUID.randomUUID();
        Digest source = pointsTo("1").orElseThrow();
        Repository staging = site.sibling("cssc-staging/" + site.path());
        String digest = SOURCE.plus(Layer.ofFiles(Map.of("patch", content)))
                .annotated(Lineage.BASE_NAME, repository + ":1")
                .annotated(Lineage.BASE_DIGEST, source.value())
                .annotated(Lineage.ENGINE, "test")
                .push(registry.host(), staging.path(), "staged-" + content);
        StagedPlatform platform = new StagedPlatform(
                Platform.of("linux", "amd64"),
                source,
                new Digest(digest),
                List.of(new PackageUpgrade("tar", "1", version, List.of())));
        return new StagedPatch(
                id,
                "run",
                "workflow",
                new PinnedImage(repository, new Tag("1"), source),
                convention,
                site,
                staging,
                List.of(new StagedPart(platform, new Tag("staged-" + content), List.of(), 1, Optional.empty())),
                Optional.empty(),
                CarriedOver.NONE,
                "test",
                "db",
                1);
    }

    Optional<Digest> pointsTo(String tag) {
        return pointsTo(repository, tag);
    }

    Optional<Digest> pointsTo(Repository where, String tag) {
        return registry.client.head(ImageReference.of(where, new Tag(tag))).map(Descriptor::digest);
    }

    /** The patch as one that is published as that index. */
    static StagedPatch asIndex(StagedPatch child, String index) {
        return new StagedPatch(
                child.id(),
                child.run(),
                child.workflow(),
                child.source(),
                child.convention(),
                child.site(),
                child.staging(),
                child.parts(),
                Optional.of(index),
                CarriedOver.NONE,
                "test",
                "db",
                1);
    }

    /** An image of another platform in the source repository. */
    Digest arm64() {
        return new Digest(ImageBuild.of(Layer.ofFiles(Map.of("app", "for arm")))
                .on(Platform.of("linux", "arm64"))
                .push(registry.host(), repository.path(), "pushed-arm64"));
    }

    /** A patch of an index that carries the other image over. */
    StagedPatch index(Digest carriedOver) {
        StagedPatch child = staged("a", TagConvention.INCREMENTAL);
        String index = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":["
                + entry(size(child), child.publishes(), "amd64") + ","
                + entry(size(ImageReference.of(repository, carriedOver)), carriedOver, "arm64") + "]}";
        return asIndex(child, index);
    }

    private int size(StagedPatch child) {
        // The driver's registry is another one's address too, in some tests.
        Repository staging = new Repository(registry.host(), child.staging().path());
        return size(ImageReference.of(staging, child.publishes()));
    }

    private int size(ImageReference reference) {
        return registry.client.manifest(reference).orElseThrow().content().length;
    }

    private static String entry(int size, Digest digest, String architecture) {
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d,\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}"
                .formatted(MediaType.OCI_MANIFEST, digest, size, architecture);
    }
}
