package dev.cssc.patch.promotion;

import dev.cssc.common.embedded.Layer;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.patch.staging.StagedPatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Publishing under a tag that moves, against a real registry. */
class FloatingPromotionTest extends PromotionDriver {
    @ParameterizedTest
    @EnumSource(value = CrashingRegistry.Point.class, mode = EnumSource.Mode.EXCLUDE, names = "MANIFEST_DELETED")
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
}
