package dev.cssc.patch.retention;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.engine.TestRegistry;
import dev.cssc.patch.promotion.CrashingRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Removing old patches from a real registry, and what keeps it from doing so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatchRemovalTest {
    @TempDir
    static Path directory;

    private TestRegistry registry;
    private PublishedByHand published;

    @BeforeAll
    void aRegistry() {
        registry = new TestRegistry(directory.resolve("registry"));
    }

    @AfterAll
    void theRegistryEnds() {
        registry.close();
    }

    @BeforeEach
    void aRepositoryOfItsOwn() {
        published = new PublishedByHand(registry);
    }

    @Test
    void aPatchThatOnlyItsOwnTagHoldsIsRemoved() {
        OldPatch old = published.patch("1-1");
        OldPatch newer = published.patch("1-2");

        assertRemoved(old);

        assertThat(published.tags()).containsExactly("1", "1-2");
        assertThat(published.isThere(old.digest())).isFalse();
        assertThat(published.isThere(newer.digest())).isTrue();
    }

    @Test
    void whatWasRemovedBeforeIsRemovedAgainWithoutHarm() {
        OldPatch old = published.patch("1-1");
        assertRemoved(old);

        assertRemoved(old);

        assertThat(published.tags()).containsExactly("1");
    }

    @Test
    void aManifestThatATagOfSomebodyElsePointsToStaysWithBothTags() {
        OldPatch old = published.patch("1-1");
        published.alsoTagged(old.digest(), "production");

        assertStays(old, ReasonCode.TAG_SHARED, "also tagged production");

        assertThat(published.tags()).containsExactly("1", "1-1", "production");
    }

    @Test
    void aManifestThatAFloatingTagPointsToStays() {
        OldPatch old = published.patch("1-1");
        published.alsoTagged(old.digest(), "1-patched");

        assertStays(old, ReasonCode.TAG_SHARED, "1-patched");
    }

    @Test
    void aTagThatSomebodyMovedIsLeftAlone() {
        OldPatch old = published.patch("1-1");
        Digest theirs = published.foreign("1-1");

        assertStays(old, ReasonCode.TAG_MOVED, theirs.value());

        assertThat(published.pointsTo("1-1")).contains(theirs);
        assertThat(published.isThere(old.digest())).isTrue();
    }

    @Test
    void aTagThatIsMovedWhileTheOthersAreLookedAtIsLeftAlone() {
        OldPatch old = published.patch("1-1");
        TagSurvey before = survey();
        Digest theirs = published.foreign("1-1");

        assertThat(new PatchRemoval(registry.client, before).remove(old))
                .isInstanceOfSatisfying(
                        PatchRemoval.Outcome.Stays.class,
                        stays -> assertThat(stays.reason()).isEqualTo(ReasonCode.TAG_MOVED));
        assertThat(published.pointsTo("1-1")).contains(theirs);
        assertThat(published.isThere(old.digest())).isTrue();
    }

    @Test
    void aManifestWhoseTagSomebodyElseTookOffIsLeftToHim() {
        OldPatch old = published.patch("1-1");
        published.foreign("1-1");
        registry.client.deleteManifest(
                published.repository, published.pointsTo("1-1").orElseThrow());

        assertStays(old, ReasonCode.TAG_MOVED, "left its manifest");

        assertThat(published.isThere(old.digest())).isTrue();
    }

    @Test
    void aManifestThatIsNoPatchOfThatSourceByItsOwnWordsStays() {
        OldPatch ours = published.patch("1-1");
        PinnedImage other =
                new PinnedImage(ours.source().repository(), ours.source().tag(), Digest.of("another source"));
        OldPatch mistaken =
                new OldPatch(ours.id(), other, ours.site(), ours.tag(), ours.digest(), ours.children(), true);

        assertStays(mistaken, ReasonCode.TAG_MOVED, "does not say");

        assertThat(published.pointsTo("1-1")).contains(ours.digest());
    }

    @Test
    void aChildOfAnIndexOfSomebodyElseStays() {
        OldPatch old = published.patch("1-1");
        published.foreignIndex("all-platforms", old.digest());

        assertStays(old, ReasonCode.PATCH_REFERENCED, "a child of");

        assertThat(published.tags()).containsExactly("1", "1-1", "all-platforms");
    }

    @Test
    void anIndexGoesWithTheChildrenThatWeMadeForIt() {
        OldPatch old = published.index("1-1");

        assertRemoved(old);

        assertThat(published.tags()).containsExactly("1");
        assertThat(published.isThere(old.children().getFirst())).isFalse();
        assertThat(published.isThere(published.source().digest())).isTrue();
    }

    @Test
    void aChildThatAnotherIndexHasTooIsLeft() {
        OldPatch old = published.index("1-1");
        Digest child = old.children().getFirst();
        Digest theirs = published.foreignIndex("theirs", child);

        assertThat(remove(old))
                .isEqualTo(new PatchRemoval.Outcome.Removed(List.of(child + " is a child of " + theirs)));

        assertThat(published.tags()).containsExactly("1", "theirs");
        assertThat(published.isThere(child)).isTrue();
    }

    @Test
    void afterACrashBetweenIndexAndChildrenTheChildrenGoTheNextTime() {
        OldPatch old = published.index("1-1");
        RegistryClient crashing = new CrashingRegistry(registry.client, CrashingRegistry.Point.MANIFEST_DELETED);
        PatchRemoval interrupted = new PatchRemoval(crashing, survey());
        assertThatThrownBy(() -> interrupted.remove(old)).isInstanceOf(CrashingRegistry.Crash.class);
        assertThat(published.pointsTo("1-1")).isEmpty();
        assertThat(published.isThere(old.children().getFirst())).isTrue();

        assertRemoved(old);

        assertThat(published.isThere(old.children().getFirst())).isFalse();
    }

    @Test
    void aRegistryThatDoesNotDeleteKeepsThePatchAndItIsSaid() {
        try (TestRegistry keeping = new TestRegistry(
                EmbeddedRegistry.Settings.in(directory.resolve("keeping")).withoutDeletion())) {
            PublishedByHand there = new PublishedByHand(keeping);
            OldPatch old = there.patch("1-1");
            TagSurvey survey = TagSurvey.of(keeping.client, there.repository, 100);

            assertThat(new PatchRemoval(keeping.client, survey).remove(old))
                    .isInstanceOfSatisfying(
                            PatchRemoval.Outcome.Stays.class,
                            stays -> assertThat(stays.reason()).isEqualTo(ReasonCode.DELETION_REFUSED));
            assertThat(there.tags()).containsExactly("1", "1-1");
        }
    }

    @Test
    void aRepositoryWithMoreTagsThanAreLookedAtIsNotTouched() {
        published.patch("1-1");

        assertThatThrownBy(() -> TagSurvey.of(registry.client, published.repository, 1))
                .hasMessageContaining("2 tags, more than cssc.patch.retention.most-tags (1)")
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }

    private TagSurvey survey() {
        return TagSurvey.of(registry.client, published.repository, 100);
    }

    private PatchRemoval.Outcome remove(OldPatch patch) {
        return new PatchRemoval(registry.client, survey()).remove(patch);
    }

    private void assertRemoved(OldPatch patch) {
        assertThat(remove(patch)).isEqualTo(new PatchRemoval.Outcome.Removed(List.of()));
    }

    private void assertStays(OldPatch patch, ReasonCode reason, String why) {
        assertThat(remove(patch)).isInstanceOfSatisfying(PatchRemoval.Outcome.Stays.class, stays -> {
            assertThat(stays.reason()).isEqualTo(reason);
            assertThat(stays.why()).contains(why);
        });
    }
}
