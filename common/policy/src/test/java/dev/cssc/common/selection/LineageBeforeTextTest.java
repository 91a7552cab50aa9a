package dev.cssc.common.selection;

import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.policy.TagChoice;
import org.junit.jupiter.api.Test;

import static dev.cssc.common.selection.FakeRepository.lineage;
import static dev.cssc.common.selection.FakeRepository.markedByCopa;
import static dev.cssc.common.selection.FakeRepository.markedByUs;
import static dev.cssc.common.selection.Selections.due;
import static dev.cssc.common.selection.Selections.patched;
import static dev.cssc.common.selection.Selections.plan;
import static dev.cssc.common.selection.Selections.why;
import static org.assertj.core.api.Assertions.assertThat;

/** What a tag's name says of an image counts only as far as the image says it too. */
class LineageBeforeTextTest {
    private static final Lineage FROM_DEBIAN = lineage("docker.io/library/debian:12", "debian", "debian", "app");

    @Test
    void aTagOfTheUsersOwnThatLooksLikeAPatchIsASource() {
        var repository = FakeRepository.withTags("3.9.1", "3.9.1-1");

        var plan = plan(repository, TagChoice.every());

        assertThat(due(plan)).isEqualTo("3.9.1:3.9.1:3.9.1-2 3.9.1-1:3.9.1-1:3.9.1-1-1");
        assertThat(why(plan, "3.9.1-1"))
                .isEqualTo("every tag is asked for; by its name it would be a patch of 3.9.1, but its lineage does not"
                        + " say so: it is a source; there is no patch of it yet");
        assertThat(why(plan, "3.9.1"))
                .contains("3.9.1-1 is named as its patch but was not made from its present digest");
    }

    @Test
    void whatWasBuiltFromAnotherImageIsASource() {
        var repository = FakeRepository.withTags("3.9.1").tag("3.9.1-1", FROM_DEBIAN);

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("3.9.1:3.9.1:3.9.1-2 3.9.1-1:3.9.1-1:3.9.1-1-1");
    }

    @Test
    void twoBuildsFromOneBaseAreTwoSources() {
        var repository = FakeRepository.withTags()
                .tag("3.9.1", FROM_DEBIAN)
                .tag("3.9.1-1", lineage("docker.io/library/debian:12", "debian", "debian", "app", "fix"));

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("3.9.1:3.9.1:3.9.1-2 3.9.1-1:3.9.1-1:3.9.1-1-1");
    }

    @Test
    void aSourceNamedAfterATagThatIsNotThereSaysSo() {
        var plan = plan(FakeRepository.withTags("x-3"), TagChoice.every());

        assertThat(due(plan)).isEqualTo("x-3:x-3:x-3-1");
        assertThat(why(plan, "x-3")).contains("by its name it would be a patch of x, which is not there, but");
    }

    @Test
    void aPatchOfWhatTheSourceWasBeforeIsStaleAndTheSourceIsDue() {
        var repository = FakeRepository.withTags("a").patchOf("a-1", "a", "what a was before");

        var plan = plan(repository, TagChoice.every());

        assertThat(due(plan)).isEqualTo("a:a:a-2");
        assertThat(why(plan, "a"))
                .isEqualTo(
                        "every tag is asked for; a-1 is named as its patch but was not made from its present digest");
        assertThat(why(plan, "a-1")).isEqualTo("is a patch of what a was before");
    }

    @Test
    void aBaseDigestWithoutNameLeavesItToTheTagToSayWhose() {
        var repository = FakeRepository.withTags("a").patch("a-1", "what a was before");

        assertThat(why(plan(repository, TagChoice.every()), "a-1")).isEqualTo("is a patch of what a was before");
    }

    @Test
    void theNewestPatchOfThePresentDigestIsJudgedThoughANewerOneIsStale() {
        var repository = patched("a", "a-1").patchOf("a-2", "a", "what a was in between");

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("a:a-1:a-3");
    }

    @Test
    void aPatchWhoseSourceIsGoneIsAnOrphan() {
        var plan = plan(patched("x-3"), TagChoice.every());

        assertThat(due(plan)).isEqualTo("-");
        assertThat(why(plan, "x-3")).isEqualTo("is a patch of x, which is not there");
    }

    @Test
    void aPatchThatWasCopiedFromAnotherRegistryIsOne() {
        var repository = FakeRepository.withTags("a").tag("a-1", lineage("elsewhere.example:5000/r:a", "older"));

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("a:a:a-2");
    }

    @Test
    void aPatchOfAnotherSourceUnderThisNameIsNoSource() {
        var repository = FakeRepository.withTags("a", "b").tag("b-1", lineage("registry.example/r:a", "a"));

        var plan = plan(repository, TagChoice.every());

        assertThat(due(plan)).isEqualTo("a:a:a-1 b:b:b-2");
        assertThat(why(plan, "b-1")).isEqualTo("is a patch of a");
    }

    @Test
    void withoutAStatementLayersOnTopOfTheSourcesMakeAPatch() {
        var repository = FakeRepository.withTags("a").tag("a-1", lineage(null, null, "layer of a", "fixes"));

        var plan = plan(repository, TagChoice.every());

        assertThat(due(plan)).isEqualTo("a:a-1:a-2");
        assertThat(repository.lineageAsked).containsExactly(FakeRepository.digest("a"));
    }

    @Test
    void copasMarkMakesAPatchOfAnUnknownDigest() {
        var repository = FakeRepository.withTags("a").tag("a-1", markedByCopa(lineage(null, null)));

        var plan = plan(repository, TagChoice.every());

        assertThat(due(plan)).isEqualTo("a:a:a-2");
        assertThat(why(plan, "a-1")).isEqualTo("is a patch of a by Copa's mark, which does not say of which content");
    }

    @Test
    void copasMarkOnWhatKeepsItsSourcesStatementMakesAPatch() {
        var repository = FakeRepository.withTags()
                .tag("3.9.1", FROM_DEBIAN)
                .tag(
                        "3.9.1-1",
                        markedByCopa(lineage("docker.io/library/debian:12", "debian", "debian", "app", "fixes")));

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("3.9.1:3.9.1-1:3.9.1-2");
    }

    @Test
    void copasMarkThatWasInheritedFromACommonBaseSaysNothing() {
        var repository = FakeRepository.withTags()
                .tag("3.9.1", markedByCopa(lineage(null, null, "debian", "app")))
                .tag("3.9.1-1", markedByCopa(lineage(null, null, "debian", "other")));

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("3.9.1:3.9.1:3.9.1-2 3.9.1-1:3.9.1-1:3.9.1-1-1");
    }

    @Test
    void aSecondNameOfTheSourceIsItsCandidateAsInAcr() {
        var repository = FakeRepository.withTags("a").alias("a-1", "a");

        var plan = plan(repository, TagChoice.every());

        assertThat(due(plan)).isEqualTo("a:a-1:a-2");
        assertThat(why(plan, "a-1")).isEqualTo("has the very digest of a, after which it is named");
    }

    @Test
    void aPatchUnderAnotherNameIsNoSource() {
        var repository = patched("a", "a-1").alias("prod", "a-1");

        assertThat(why(plan(repository, TagChoice.every()), "prod"))
                .isEqualTo("has the digest of a-1, which is a patch of a");
        assertThat(due(plan(repository, TagChoice.named("a", "prod")))).isEqualTo("a:a-1:a-2");
    }

    @Test
    void anOlderPatchUnderAnotherNameIsNoSourceEvenWhereNobodyAskedForEveryTag() {
        var repository = FakeRepository.withTags("a")
                .tag("a-1", markedByUs(lineage("registry.example/r:a", "a")))
                .tag("a-2", markedByUs(lineage("registry.example/r:a", "a", "newer")))
                .alias("prod", "a-1");

        var plan = plan(repository, TagChoice.named("a", "prod"));

        assertThat(due(plan)).isEqualTo("a:a-2:a-3");
        assertThat(why(plan, "prod")).isEqualTo("is a patch of registry.example/r:a under another name");
    }

    @Test
    void aPatchThatNobodyReadIsNamedAsOneAndNotAsForgotten() {
        var plan = plan(patched("a", "a-1", "a-2"), TagChoice.named("a"));

        assertThat(why(plan, "a-1")).isEqualTo("is named as a patch of a, of which the newest is looked at");
    }

    @Test
    void aSecondNameOfTheSourceHidesNoPatchOfIt() {
        var repository = patched("a", "a-1").alias("a-2", "a");

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("a:a-1:a-3");
    }

    @Test
    void aSourceThatWasReplacedByItsOwnPatchStaysASource() {
        var repository =
                FakeRepository.withTags("a").patchOf("a-1", "a", "older").alias("a", "a-1");

        assertThat(due(plan(repository, TagChoice.every()))).isEqualTo("a:a-1:a-2");
    }

    @Test
    void patchesOfAPatchAreNoSources() {
        assertThat(due(plan(patched("a", "a-1", "a-1-2", "a-1-patched"), TagChoice.every())))
                .isEqualTo("a:a-1:a-2");
    }
}
