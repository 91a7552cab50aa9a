package dev.cssc.patch.promotion;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Publishing an index of which one child is patched and one carried over, against a real registry. */
class IndexPromotionTest extends PromotionDriver {
    @Test
    void thePatchedChildIsThereAndTheOtherStaysTheSame() {
        Digest arm64 = arm64();
        StagedPatch patch = index(arm64);

        Tag tag = promotion.promote(patch);

        ImageIndex published = ImageIndex.parse(
                registry.client.manifest(ImageReference.of(repository, tag)).orElseThrow());
        assertThat(published.manifests())
                .extracting(Descriptor::digest)
                .containsExactly(patch.parts().getFirst().staged().staged(), arm64);
        for (Descriptor child : published.manifests()) {
            assertThat(registry.client.head(ImageReference.of(repository, child.digest())))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(value = CrashingRegistry.Point.class, mode = EnumSource.Mode.EXCLUDE, names = "MANIFEST_DELETED")
    void noTagButThePatchsOwnIsThereAtAnyTime(CrashingRegistry.Point point) {
        StagedPatch patch = index(arm64());
        List<Tag> before = registry.client.tags(repository).orElseThrow();

        assertThatThrownBy(() -> new Promotion(new CrashingRegistry(registry.client, point), reservations, repetition)
                        .promote(patch))
                .isInstanceOf(CrashingRegistry.Crash.class);
        assertThat(registry.client.tags(repository).orElseThrow())
                .as("right after the step")
                .filteredOn(tag -> !before.contains(tag))
                .isSubsetOf(new Tag("1-1"));
        promotion.promote(patch);

        assertThat(registry.client.tags(repository).orElseThrow())
                .filteredOn(tag -> !before.contains(tag))
                .containsExactly(new Tag("1-1"));
    }

    @Test
    void anIndexWhoseCarriedOverChildIsGoneGetsNoTag() {
        Digest arm64 = arm64();
        StagedPatch patch = index(arm64);
        registry.client.deleteManifest(repository, arm64);

        assertThatThrownBy(() -> promotion.promote(patch)).isInstanceOf(FailureException.class);

        assertThat(pointsTo("1-1")).isEmpty();
    }
}
