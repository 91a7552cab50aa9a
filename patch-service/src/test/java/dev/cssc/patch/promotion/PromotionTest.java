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
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.patch.engine.TestRegistry;
import dev.cssc.patch.staging.PublishedPatch;
import dev.cssc.patch.staging.Repetition;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Publishing, against a real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PromotionTest {
    @TempDir
    static Path directory;

    private static final ImageBuild SOURCE = ImageBuild.of(Layer.ofFiles(Map.of("app", "1")));

    private TestRegistry registry;
    private int number;
    private Repository repository;
    private RememberedReservations reservations;
    private final List<PublishedPatch> published = new CopyOnWriteArrayList<>();
    private Repetition repetition;
    private Promotion promotion;

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
        SOURCE.push(registry.host(), repository.path(), "1");
        reservations = new RememberedReservations();
        published.clear();
        repetition = new Repetition(registry.client, (source, convention) -> published);
        promotion = new Promotion(registry.client, reservations, repetition);
    }

    @Test
    void theFirstPatchIsNumberOneAndPointsToWhatWasStaged() {
        StagedPatch patch = staged("a", TagConvention.INCREMENTAL);

        Tag tag = promotion.promote(patch);

        assertThat(tag).isEqualTo(new Tag("1-1"));
        assertThat(pointsTo("1-1")).contains(patch.publishes());
        ImageManifest published = ImageManifest.parse(
                registry.client.manifest(ImageReference.of(repository, tag)).orElseThrow());
        assertThat(published.layers())
                .hasSize(2)
                .allMatch(layer -> registry.client.blobExists(repository, layer.digest()));
    }

    @Test
    void theNextPatchIsOneAboveTheHighestAndGapsStay() {
        foreign("1-1");
        foreign("1-3");
        foreign("1-03");
        foreign("1-x");

        assertThat(promotion.promote(staged("a", TagConvention.INCREMENTAL))).isEqualTo(new Tag("1-4"));
    }

    @Test
    void afterNumber999ThereIsNoOther() {
        Digest last = foreign("1-999");

        assertFails(staged("a", TagConvention.INCREMENTAL), ReasonCode.TAGS_EXHAUSTED, false);
        assertThat(pointsTo("1-999")).contains(last);
    }

    @ParameterizedTest
    @EnumSource(CrashingRegistry.Point.class)
    void aCrashAnywhereStillEndsPublishedOnce(CrashingRegistry.Point point) {
        StagedPatch patch = staged("a", TagConvention.INCREMENTAL);
        assertThatThrownBy(() -> new Promotion(new CrashingRegistry(registry.client, point), reservations, repetition)
                        .promote(patch))
                .isInstanceOf(CrashingRegistry.Crash.class);

        assertThat(promotion.promote(patch)).isEqualTo(new Tag("1-1"));

        assertThat(registry.client.tags(repository).orElseThrow())
                .containsExactlyInAnyOrder(new Tag("1"), new Tag("1-1"));
        assertThat(pointsTo("1-1")).contains(patch.publishes());
    }

    @ParameterizedTest
    @EnumSource(CrashingRegistry.Point.class)
    void aCrashWhileMovingTheFloatingTagStillEndsPublishedOnce(CrashingRegistry.Point point) {
        publish(staged("a", TagConvention.FLOATING));
        StagedPatch patch = staged("b", TagConvention.FLOATING);
        assertThatThrownBy(() -> new Promotion(new CrashingRegistry(registry.client, point), reservations, repetition)
                        .promote(patch))
                .isInstanceOf(CrashingRegistry.Crash.class);

        assertThat(promotion.promote(patch)).isEqualTo(new Tag("1-patched"));
        assertThat(pointsTo("1-patched")).contains(patch.publishes());
    }

    @Test
    void tagCreatedBySomeoneElseIsLeftAlone() {
        StagedPatch patch = staged("a", TagConvention.INCREMENTAL);
        assertThatThrownBy(() -> new Promotion(
                                new CrashingRegistry(registry.client, CrashingRegistry.Point.CHILD_PUT),
                                reservations,
                                repetition)
                        .promote(patch))
                .isInstanceOf(CrashingRegistry.Crash.class);
        Digest theirs = foreign("1-1");

        assertThat(promotion.promote(patch)).isEqualTo(new Tag("1-2"));

        assertThat(pointsTo("1-1")).contains(theirs);
        assertThat(pointsTo("1-2")).contains(patch.publishes());
    }

    @Test
    void patchesOfOneSourceAtOnceGetTagsOfTheirOwn() throws Exception {
        List<StagedPatch> patches = IntStream.range(0, 4)
                .mapToObj(i -> staged("p" + i, TagConvention.INCREMENTAL))
                .toList();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Tag>> work = patches.stream()
                    .<Callable<Tag>>map(p -> () -> publishInTurn(p))
                    .toList();
            var tags = threads.invokeAll(work);
            for (int i = 0; i < patches.size(); i++) {
                assertThat(pointsTo(tags.get(i).get().value()))
                        .contains(patches.get(i).publishes());
            }
        }
        assertThat(registry.client.tags(repository).orElseThrow()).hasSize(5);
    }

    @Test
    void equalPatchesOfOneSourceAtOnceLeaveOneTag() throws Exception {
        List<StagedPatch> patches = IntStream.range(0, 4)
                .mapToObj(i -> staged("p" + i, TagConvention.INCREMENTAL, "2"))
                .toList();
        int refused = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Tag>> work = patches.stream()
                    .<Callable<Tag>>map(p -> () -> publishInTurn(p))
                    .toList();
            for (var tag : threads.invokeAll(work)) {
                try {
                    assertThat(tag.get()).isEqualTo(new Tag("1-1"));
                } catch (ExecutionException e) {
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    FailureException.class,
                                    f -> assertThat(f.failure().reason()).isEqualTo(ReasonCode.NO_IMPROVEMENT));
                    refused++;
                }
            }
        }
        assertThat(refused).isEqualTo(3);
        assertThat(registry.client.tags(repository).orElseThrow())
                .containsExactlyInAnyOrder(new Tag("1"), new Tag("1-1"));
    }

    @Test
    void aPatchThatRaisesTheSameAgainIsNotPublishedAndItsReservationIsGivenBack() {
        publish(staged("a", TagConvention.INCREMENTAL, "2"));
        StagedPatch again = staged("b", TagConvention.INCREMENTAL, "2");

        assertThatThrownBy(() -> promotion.promote(again))
                .hasMessageContaining("1-1 is that patch already")
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.NO_IMPROVEMENT));
        assertThat(reservations.of(again.id())).isEmpty();
        assertThat(promotion.promote(staged("c", TagConvention.INCREMENTAL, "3")))
                .isEqualTo(new Tag("1-2"));
    }

    @Test
    void anEqualPatchIsPublishedAnewWhereTheEarlierOnesTagDoesNotPointToItAnyMore() {
        publish(staged("a", TagConvention.INCREMENTAL, "2"));
        foreign("1-1");

        assertThat(promotion.promote(staged("b", TagConvention.INCREMENTAL, "2")))
                .isEqualTo(new Tag("1-2"));
    }

    @Test
    void theFloatingTagMovesFromWhereWeLeftIt() {
        publish(staged("a", TagConvention.FLOATING));
        StagedPatch next = staged("b", TagConvention.FLOATING);

        assertThat(promotion.promote(next)).isEqualTo(new Tag("1-patched"));
        assertThat(pointsTo("1-patched")).contains(next.publishes());
    }

    @Test
    void aFloatingTagThatSomeoneElseMovedIsLeftAlone() {
        publish(staged("a", TagConvention.FLOATING));
        Digest theirs = foreign("1-patched");
        StagedPatch next = staged("b", TagConvention.FLOATING);

        assertFails(next, ReasonCode.TAG_MOVED, false);

        assertThat(pointsTo("1-patched")).contains(theirs);
        assertThat(reservations.of(next.id())).isEmpty();
    }

    @Test
    void aFloatingTagThatWasPutBackToAnOlderPatchOfOursIsLeftThere() {
        StagedPatch older = staged("a", TagConvention.FLOATING);
        publish(older);
        publish(staged("b", TagConvention.FLOATING));
        registry.client.putManifest(
                repository,
                new Tag("1-patched"),
                registry.client
                        .manifest(ImageReference.of(repository, older.publishes()))
                        .orElseThrow());

        assertFails(staged("c", TagConvention.FLOATING), ReasonCode.TAG_MOVED, false);

        assertThat(pointsTo("1-patched")).contains(older.publishes());
    }

    @Test
    void aFloatingTagThatIsThereWithoutOurDoingIsLeftAlone() {
        Digest theirs = foreign("1-patched");

        assertFails(staged("a", TagConvention.FLOATING), ReasonCode.TAG_MOVED, false);
        assertThat(pointsTo("1-patched")).contains(theirs);
    }

    @Test
    void aFloatingTagWithOurLineageIsOursEvenWhereTheDatabaseWasLost() {
        publish(staged("a", TagConvention.FLOATING));
        reservations.forgetAll();
        StagedPatch next = staged("b", TagConvention.FLOATING);

        promotion.promote(next);

        assertThat(pointsTo("1-patched")).contains(next.publishes());
    }

    @Test
    void aFloatingTagThatCopaLeftBeforeUsIsTakenOver() {
        SOURCE.plus(Layer.ofFiles(Map.of("copa", "patched")))
                .annotated(Lineage.COPA_MANIFEST, "2026-11-01T00:00:00Z")
                .push(registry.host(), repository.path(), "1-patched");
        StagedPatch next = staged("b", TagConvention.FLOATING);

        promotion.promote(next);

        assertThat(pointsTo("1-patched")).contains(next.publishes());
    }

    @Test
    void aFloatingTagThatAnotherPatchIsWritingIsTriedAgainLater() {
        StagedPatch other = staged("a", TagConvention.FLOATING);
        reservations.reserve(repository, new Tag("1"), new Tag("1-patched"), other.id(), other.publishes());

        assertFails(staged("b", TagConvention.FLOATING), ReasonCode.TAG_MOVED, true);
    }

    @Test
    void anIndexIsPublishedWithItsChildren() {
        StagedPatch child = staged("a", TagConvention.INCREMENTAL);
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"" + MediaType.OCI_INDEX + "\",\"manifests\":[{\"mediaType\":\""
                        + MediaType.OCI_MANIFEST + "\",\"digest\":\"" + child.publishes() + "\",\"size\":"
                        + registry.client
                                .manifest(ImageReference.of(child.staging(), child.publishes()))
                                .orElseThrow()
                                .content()
                                .length
                        + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}";
        StagedPatch patch = new StagedPatch(
                child.id(),
                child.run(),
                child.workflow(),
                child.source(),
                child.convention(),
                child.staging(),
                child.parts(),
                Optional.of(index),
                "test",
                "db",
                1);

        Tag tag = promotion.promote(patch);

        ImageIndex published = ImageIndex.parse(
                registry.client.manifest(ImageReference.of(repository, tag)).orElseThrow());
        assertThat(published.manifests()).extracting(Descriptor::digest).containsExactly(child.publishes());
        assertThat(registry.client.head(ImageReference.of(repository, child.publishes())))
                .isPresent();
    }

    /** Promotes, and makes true what the end of the job makes true. */
    private Tag publish(StagedPatch patch) {
        Tag tag = promotion.promote(patch);
        published.addFirst(new PublishedPatch(patch.id(), tag, patch.publishes(), "", patch.parts()));
        reservations.written(patch.id());
        return tag;
    }

    /** Tries as the worker does, without its pauses. */
    private Tag publishInTurn(StagedPatch patch) {
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

    private void assertFails(StagedPatch patch, ReasonCode reason, boolean retryable) {
        assertThatThrownBy(() -> promotion.promote(patch)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(reason);
            assertThat(e.failure().retryable()).isEqualTo(retryable);
        });
    }

    private Digest foreign(String tag) {
        return new Digest(
                ImageBuild.of(Layer.ofFiles(Map.of("theirs", tag))).push(registry.host(), repository.path(), tag));
    }

    private StagedPatch staged(String content, TagConvention convention) {
        return staged(content, convention, content);
    }

    private StagedPatch staged(String content, TagConvention convention, String version) {
        UUID id = UUID.randomUUID();
        Digest source = pointsTo("1").orElseThrow();
        Repository staging = repository.sibling("cssc-staging/" + repository.path());
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
                staging,
                List.of(new StagedPart(platform, new Tag("staged-" + content), List.of(), 1, Optional.empty())),
                Optional.empty(),
                "test",
                "db",
                1);
    }

    private Optional<Digest> pointsTo(String tag) {
        return registry.client.head(ImageReference.of(repository, new Tag(tag))).map(Descriptor::digest);
    }
}
