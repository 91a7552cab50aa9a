package dev.cssc.common.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static dev.cssc.common.selection.FakeRepository.digest;
import static org.assertj.core.api.Assertions.assertThat;

class CandidateSelectionTest {
    private static final Repository REPOSITORY = Repository.parse("127.0.0.1:5000/r");

    @Test
    void theHighestNumberIsTheNewestPatch() {
        var view = FakeRepository.withTags("a")
                .patch("a-9", "a")
                .patch("a-100", "a")
                .patch("a-10", "a");

        var candidate = choose(view, TagConvention.INCREMENTAL);

        assertThat(candidate.image().tag()).hasToString("a-100");
        assertThat(candidate.image().digest()).isEqualTo(digest("a-100"));
        assertThat(candidate.why()).isEqualTo("a-100 is its newest patch");
        assertThat(view.headed)
                .as("nothing is asked beyond the first that fits")
                .isEmpty();
        assertThat(view.imaged).containsExactly("a-100");
    }

    @Test
    void theSourceItselfIsJudgedWhereThereIsNoPatch() {
        var view = FakeRepository.withTags("a", "a-slim", "ab-1", "a-0", "a-01", "a-1000");

        var candidate = choose(view, TagConvention.INCREMENTAL);

        assertThat(candidate.image().tag()).hasToString("a");
        assertThat(candidate.why()).isEqualTo("there is no patch of it yet");
        assertThat(view.headed).isEmpty();
    }

    @Test
    void patchesOfEarlierContentAreStale() {
        var view = FakeRepository.withTags("a").patch("a-1", "a").patch("a-2", "what a was before");

        assertThat(choose(view, TagConvention.INCREMENTAL).image().tag()).hasToString("a-1");
    }

    @Test
    void aSourceWhosePatchesAreAllStaleIsJudgedItself() {
        var view = FakeRepository.withTags("a").patch("a-1", "older").patch("a-2", "old");

        var candidate = choose(view, TagConvention.INCREMENTAL);

        assertThat(candidate.image().tag()).hasToString("a");
        assertThat(candidate.why()).contains("a-2").contains("was not made from its present digest");
    }

    @Test
    void aPatchOfAnotherToolIsKnownByItsLayers() {
        var base = digest("layer of a");
        var view = FakeRepository.withTags("a").tag("a-1", digest("copa"), layers(base, digest("patch layer")));

        assertThat(choose(view, TagConvention.INCREMENTAL).image().tag()).hasToString("a-1");
    }

    @Test
    void anUnrelatedImageWithThatNameIsNoPatch() {
        var view = FakeRepository.withTags("a").tag("a-1", digest("other"), layers(digest("x"), digest("y")));

        assertThat(choose(view, TagConvention.INCREMENTAL).image().tag()).hasToString("a");
    }

    @Test
    void theConventionSaysWhichNamesAreAsked() {
        var view = FakeRepository.withTags("a").patch("a-patched", "a").patch("a-4", "a");

        assertThat(choose(view, TagConvention.FLOATING).image().tag()).hasToString("a-patched");
        assertThat(choose(view, TagConvention.INCREMENTAL).image().tag()).hasToString("a-4");
    }

    @Test
    void aPatchThatWasDeletedMeanwhileIsPassedOver() {
        var view =
                FakeRepository.withTags("a").patch("a-1", "a").patch("a-2", "a").gone("a-2");

        assertThat(choose(view, TagConvention.INCREMENTAL).image().tag()).hasToString("a-1");
    }

    @Test
    void whatATagIsNamedAfterIsReadOnlyWhereItIsNamedAsAPatch() {
        var view = FakeRepository.withTags("a", "b").patchOf("a-1", "a");

        assertThat(descent(view, "a-1")).contains(new Descent.PatchOf(new Tag("a")));
        assertThat(descent(view, "b")).isEmpty();
        assertThat(view.headed).containsExactly("a");
    }

    private static Optional<Descent> descent(FakeRepository view, String tag) {
        var image = new PinnedImage(REPOSITORY, new Tag(tag), digest(tag));
        return CandidateSelection.descent(image, view.tags().orElseThrow(), view);
    }

    private static CandidateSelection.Candidate choose(FakeRepository view, TagConvention convention) {
        var source = new PinnedImage(REPOSITORY, new Tag("a"), digest("a"));
        return CandidateSelection.choose(source, view.tags().orElseThrow(), convention, view);
    }

    private static Lineage layers(Digest... layers) {
        return new Lineage(Optional.empty(), Optional.empty(), List.of(layers), false, false);
    }
}
