package dev.cssc.common.selection;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.policy.TagChoice;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.cssc.common.selection.Selections.REGISTRY;
import static dev.cssc.common.selection.Selections.due;
import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.judgedBy;
import static dev.cssc.common.selection.Selections.off;
import static dev.cssc.common.selection.Selections.patched;
import static dev.cssc.common.selection.Selections.plan;
import static dev.cssc.common.selection.Selections.policy;
import static dev.cssc.common.selection.Selections.why;
import static org.assertj.core.api.Assertions.assertThat;

class TagSelectionTest {
    @Test
    void whatIsNotThereIsListedWithTheReason() {
        var policy = policy(
                entry("r", "z", "v*"),
                entry("absent", "*"),
                entry("absent2", "a", "b"),
                entry("Not/A/Repository", "a"),
                entry("empty", "*"));

        var plan = plan(policy, Map.of("r", patched("a"), "empty", FakeRepository.withTags()));

        assertThat(plan.entries())
                .containsExactly(
                        new Plan.Out(new Repository(REGISTRY, "r"), new Tag("a"), "is not asked for by the policy"),
                        notFound("r", "v*", "no tag can have that name; tags are compared literally"),
                        notFound("r", "z", "the repository has no such tag"),
                        notFound("absent", "*", "the registry has no such repository"),
                        notFound("absent2", "a", "the registry has no such repository"),
                        notFound("absent2", "b", "the registry has no such repository"),
                        notFound("Not/A/Repository", "a", "no registry can hold a repository of that name"),
                        notFound("empty", "*", "the repository holds no tags"));
    }

    private static Plan.NotFound notFound(String repository, String tag, String why) {
        return new Plan.NotFound(REGISTRY, repository, tag, why);
    }

    @Test
    void everyEntryThatIsInSaysWhy() {
        var plan = plan(policy(entry("r", "*")), Map.of("r", patched("a", "a-1", "b")));

        assertThat(plan.in())
                .extracting(Plan.In::why)
                .containsExactly(
                        "every tag is asked for; a-1 is its newest patch",
                        "every tag is asked for; there is no patch of it yet");
    }

    @Test
    void entriesOfOneRepositoryAreUnited() {
        var policy = policy(entry("r", "a"), entry("q", "a"), entry("r", "a", "b"), entry("r", "*"));

        var plan = plan(policy, Map.of("r", patched("a", "b", "c"), "q", patched("a")));

        assertThat(plan.in())
                .extracting(in -> in.source().name())
                .containsExactly(REGISTRY + "/r:a", REGISTRY + "/r:b", REGISTRY + "/r:c", REGISTRY + "/q:a");
    }

    @Test
    void theFirstEntryThatAsksForATagSaysByWhatItIsJudged() {
        var high = new Criteria(Optional.of(Severity.HIGH), List.of(), List.of());
        var low = new Criteria(Optional.of(Severity.LOW), List.of(), List.of());
        var policy = policy(
                off(judgedBy(low, entry("r", "a"))), judgedBy(high, entry("r", "a")), judgedBy(low, entry("r", "*")));

        var plan = plan(policy, Map.of("r", patched("a", "b")));

        assertThat(plan.in()).extracting(Plan.In::criteria).containsExactly(high, low);
    }

    @Test
    void anEntryThatIsSwitchedOffIsNowhereToBeSeen() {
        assertThat(plan(policy(off(entry("r", "*")), off(entry("s", "nope"))), Map.of())
                        .entries())
                .isEmpty();
    }

    @Test
    void aSourceIsPinnedToWhatItsTagPointsTo() {
        var plan = plan(policy(entry("r", "a")), Map.of("r", patched("a")));

        assertThat(plan.in().getFirst().source().digest()).isEqualTo(FakeRepository.digest("a"));
    }

    @Test
    void tagsThatGoAwayMeanwhileAreNotFound() {
        var repository = patched("a", "a-1", "b").gone("a-1").gone("b");

        var plan = plan(policy(entry("r", "*")), Map.of("r", repository));

        assertThat(due(plan)).isEqualTo("a:a:a-2");
        assertThat(plan.notFound())
                .containsExactly(
                        notFound("r", "a-1", "the tag went away while the images were selected"),
                        notFound("r", "b", "the tag went away while the images were selected"));
    }

    @Test
    void aListingThatFailsIsOneErrorAndTheOthersGoOn() {
        var failure = Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "listing tags");
        var policy = policy(entry("down", "*"), entry("r", "a"), entry("down", "b"));

        var plan = TagSelection.plan(
                policy,
                repository -> {
                    if (repository.path().equals("down")) {
                        throw failure.toException();
                    }
                    return patched("a");
                },
                4);

        assertThat(plan.failed())
                .containsExactly(new Plan.Failed("$.repositories[0]", REGISTRY, "down", Optional.empty(), failure));
        assertThat(due(plan)).isEqualTo("a:a:a-1");
        assertThat(plan.entries()).hasSize(2);
    }

    @Test
    void aTagThatCannotBeReadIsAnErrorAndTheOthersGoOn() {
        var failure = Failure.of(ReasonCode.REGISTRY_UNAUTHORIZED, "reading b");
        var repository = patched("a", "b").unreadable("b", failure);

        var plan = plan(policy(entry("q", "x"), entry("r", "*")), Map.of("r", repository));

        assertThat(plan.failed())
                .containsExactly(new Plan.Failed("$.repositories[1]", REGISTRY, "r", Optional.of("b"), failure));
        assertThat(due(plan)).isEqualTo("a:a:a-1");
    }

    @Test
    void aSourceIsUnknownWhereOneOfItsPatchesIs() {
        var failure = Failure.of(ReasonCode.REGISTRY_ERROR, "reading a-2");
        var repository = patched("a", "a-1", "a-2").unreadable("a-2", failure);

        var plan = plan(policy(entry("r", "a")), Map.of("r", repository));

        assertThat(plan.failed()).extracting(Plan.Failed::tag).containsExactly(Optional.of("a"));
        assertThat(plan.in()).isEmpty();
    }

    @Test
    void whatIsNamedAfterAnUnreadableSourceIsUnknownToo() {
        var failure = Failure.of(ReasonCode.REGISTRY_ERROR, "reading a");
        var repository = patched("a", "a-1", "b").unreadable("a", failure);

        var plan = plan(policy(entry("r", "*")), Map.of("r", repository));

        assertThat(plan.failed()).extracting(f -> f.tag().orElseThrow()).containsExactly("a", "a-1");
        assertThat(repository.headed).as("not tried again").containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void patchesAreReadOnlyWhereTheyMatter() {
        var repository = patched("a", "a-1", "a-2", "b", "b-1", "c");

        var plan = plan(policy(entry("r", "a", "c")), Map.of("r", repository));

        assertThat(repository.headed).isEmpty();
        assertThat(repository.imaged).as("one request each").containsExactlyInAnyOrder("a", "a-2", "c");
        assertThat(repository.lineageAsked).isEmpty();
        assertThat(why(plan, "a-2")).isEqualTo("is a patch of a");
        assertThat(why(plan, "b-1")).isEqualTo("is not asked for by the policy");
    }

    @Test
    void plainTagsThatAPatternSelectsCostAHead() {
        var repository = patched("a", "a-1", "b");

        plan(policy(entry("r", "*")), Map.of("r", repository));

        assertThat(repository.headed).containsExactlyInAnyOrder("a", "b");
        assertThat(repository.imaged).containsExactly("a-1");
    }

    @Test
    void whereAllNumbersAreUsedThereIsNoNextTag() {
        var repository = patched("a", "a-999");

        var plan = plan(repository, TagChoice.named("a"));

        assertThat(due(plan)).isEqualTo("a:a-999:none");
        assertThat(why(plan, "a")).contains("all 999 patch tags are used up").contains("delete a-999");
    }

    @Test
    void theNumberOfATagThatIsNoPatchIsTakenToo() {
        assertThat(due(plan(FakeRepository.withTags("a", "a-41"), TagChoice.named("a"))))
                .isEqualTo("a:a:a-42");
    }

    @Test
    void whereThePatchTagWouldBeTooLongThereIsNone() {
        var longest = "v".repeat(128);

        var incremental = plan(policy(entry("r", "*")), Map.of("r", FakeRepository.withTags(longest)));
        var floating =
                plan(policy(TagConvention.FLOATING, entry("r", "*")), Map.of("r", FakeRepository.withTags(longest)));

        assertThat(incremental.in().getFirst().nextTag()).isEmpty();
        assertThat(floating.in().getFirst().nextTag()).isEmpty();
        assertThat(floating.in().getFirst().why()).contains("longer than 128 characters");
    }
}
