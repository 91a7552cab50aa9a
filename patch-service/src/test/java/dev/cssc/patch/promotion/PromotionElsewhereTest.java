package dev.cssc.patch.promotion;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Publishing in another repository than the source's, against a real registry. */
class PromotionElsewhereTest extends PromotionDriver {
    @BeforeEach
    void aPlaceForThePatches() {
        site = repository.sibling("patched/" + repository.path());
    }

    private void foreignThere(String tag) {
        ImageBuild.of(Layer.ofFiles(Map.of("theirs", tag))).push(registry.host(), site.path(), tag);
    }

    @Test
    void thePatchIsThereAndNothingBesideItsSource() {
        List<Tag> before = registry.client.tags(repository).orElseThrow();
        StagedPatch patch = staged("a", TagConvention.INCREMENTAL);

        Tag tag = publish(patch);

        assertThat(tag).isEqualTo(new Tag("1-1"));
        assertThat(pointsTo(site, "1-1")).contains(patch.publishes());
        assertThat(registry.client.tags(repository).orElseThrow()).isEqualTo(before);
        ImageManifest published = ImageManifest.parse(
                registry.client.manifest(ImageReference.of(site, tag)).orElseThrow());
        assertThat(published.layers())
                .extracting(Descriptor::digest)
                .allMatch(layer -> registry.client.blobExists(site, layer));
    }

    @Test
    void numbersGoByWhatIsThereAndNotByWhatIsBesideTheSource() {
        foreign("1-7");
        foreignThere("1-3");

        assertThat(publish(staged("a", TagConvention.INCREMENTAL))).isEqualTo(new Tag("1-4"));
    }

    @Test
    void eachPlaceCountsForItself() {
        publish(staged("a", TagConvention.INCREMENTAL));
        publish(staged("b", TagConvention.INCREMENTAL));
        site = repository.sibling("other/" + repository.path());
        published.clear();

        assertThat(publish(staged("c", TagConvention.INCREMENTAL))).isEqualTo(new Tag("1-1"));
        site = repository;
        assertThat(publish(staged("d", TagConvention.INCREMENTAL))).isEqualTo(new Tag("1-1"));
    }

    @Test
    void anEqualPatchThereIsNotRepeated() {
        publish(staged("a", TagConvention.INCREMENTAL, "2"));

        assertFails(staged("b", TagConvention.INCREMENTAL, "2"), ReasonCode.NO_IMPROVEMENT, false);

        assertThat(registry.client.tags(site).orElseThrow()).containsExactly(new Tag("1-1"));
    }

    @Test
    void theFloatingTagThereMovesFromWhereWeLeftIt() {
        publish(staged("a", TagConvention.FLOATING));
        StagedPatch next = staged("b", TagConvention.FLOATING);

        assertThat(publish(next)).isEqualTo(new Tag("1-patched"));

        assertThat(pointsTo(site, "1-patched")).contains(next.publishes());
        assertThat(pointsTo("1-patched")).isEmpty();
    }

    @Test
    void theFloatingTagThereStaysWhereSomebodyPutIt() {
        publish(staged("a", TagConvention.FLOATING));
        foreignThere("1-patched");

        assertFails(staged("b", TagConvention.FLOATING), ReasonCode.TAG_MOVED, false);
    }

    /** Two workflows may publish sources of one path from two registries below one prefix, which no document shows. */
    @Test
    void theFloatingTagOfAnotherSourceStays() {
        ImageBuild.of(Layer.ofFiles(Map.of("theirs", "x")))
                .annotated("org.opencontainers.image.base.name", "other.example/" + repository.path() + ":1")
                .annotated("dev.cssc.patch.engine", "test")
                .push(registry.host(), site.path(), "1-patched");

        assertFails(staged("a", TagConvention.FLOATING), ReasonCode.TAG_MOVED, false);
    }

    @Test
    void theFloatingTagThatWasPublishedForAnotherSourceStaysToo() {
        StagedPatch theirs = staged("a", TagConvention.FLOATING);
        publish(theirs);
        Repository theirSource = repository;
        repository = repository.sibling("other-" + repository.path());
        SOURCE.push(registry.host(), repository.path(), "1");
        published.clear();

        assertFails(staged("b", TagConvention.FLOATING), ReasonCode.TAG_MOVED, false);

        assertThat(pointsTo(site, "1-patched")).contains(theirs.publishes());
        repository = theirSource;
        StagedPatch next = staged("c", TagConvention.FLOATING);
        publish(next);
        assertThat(pointsTo(site, "1-patched")).as("it goes on with its own").contains(next.publishes());
    }

    @Test
    void whatAnIndexCarriesOverComesAlong() {
        Digest arm64 = arm64();
        StagedPatch patch = index(arm64);

        Tag tag = publish(patch);

        ImageIndex published = ImageIndex.parse(
                registry.client.manifest(ImageReference.of(site, tag)).orElseThrow());
        assertThat(published.manifests())
                .extracting(Descriptor::digest)
                .containsExactly(patch.parts().getFirst().staged().staged(), arm64);
        for (Descriptor child : published.manifests()) {
            ImageManifest image = ImageManifest.parse(registry.client
                    .manifest(ImageReference.of(site, child.digest()))
                    .orElseThrow());
            assertThat(registry.client.blobExists(site, image.config().digest()))
                    .isTrue();
            assertThat(image.layers()).allMatch(layer -> registry.client.blobExists(site, layer.digest()));
        }
    }

    @Test
    void anIndexWhoseCarriedOverChildIsGoneGetsNoTagThere() {
        Digest arm64 = arm64();
        StagedPatch patch = index(arm64);
        registry.client.deleteManifest(repository, arm64);

        assertFails(patch, ReasonCode.MANIFEST_NOT_FOUND, false);

        assertThat(pointsTo(site, "1-1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = CrashingRegistry.Point.class, mode = EnumSource.Mode.EXCLUDE, names = "MANIFEST_DELETED")
    void aCrashLeavesNoOtherTagThanThePatchsOwn(CrashingRegistry.Point point) {
        StagedPatch patch = index(arm64());
        List<Tag> before = registry.client.tags(repository).orElseThrow();
        assertThatThrownBy(() -> new Promotion(new CrashingRegistry(registry.client, point), reservations, repetition)
                        .promote(patch))
                .isInstanceOf(CrashingRegistry.Crash.class);
        assertThat(registry.client.tags(site).orElse(List.of()))
                .as("right after the step")
                .isSubsetOf(new Tag("1-1"));

        publish(patch);

        assertThat(registry.client.tags(site).orElseThrow()).containsExactly(new Tag("1-1"));
        assertThat(registry.client.tags(repository).orElseThrow()).isEqualTo(before);
    }

    @Test
    void whatWasPublishedThereStands() {
        StagedPatch patch = staged("a", TagConvention.INCREMENTAL);
        Tag tag = promotion.promote(patch);

        assertThat(promotion.standing(patch)).contains(tag);
    }
}
