package dev.cssc.patch.promotion;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Publishing under a number of its own, against a real registry. */
class PromotionTest extends PromotionDriver {
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
    @EnumSource(value = CrashingRegistry.Point.class, mode = EnumSource.Mode.EXCLUDE, names = "MANIFEST_DELETED")
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
        StagedPatch patch = asIndex(child, index);

        Tag tag = promotion.promote(patch);

        ImageIndex published = ImageIndex.parse(
                registry.client.manifest(ImageReference.of(repository, tag)).orElseThrow());
        assertThat(published.manifests()).extracting(Descriptor::digest).containsExactly(child.publishes());
        assertThat(registry.client.head(ImageReference.of(repository, child.publishes())))
                .isPresent();
    }
}
