package dev.cssc.common.selection;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.policy.Policy;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static dev.cssc.common.selection.FakeRepository.lineage;
import static dev.cssc.common.selection.FakeRepository.markedByUs;
import static dev.cssc.common.selection.Selections.REGISTRY;
import static dev.cssc.common.selection.Selections.due;
import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.judgedBy;
import static dev.cssc.common.selection.Selections.plan;
import static dev.cssc.common.selection.Selections.policy;
import static dev.cssc.common.selection.Selections.why;
import static org.assertj.core.api.Assertions.assertThat;

/** Selection where the policy publishes patches in a repository of their own. */
class PatchSiteTest {
    private static final Repository SITE = new Repository(REGISTRY, "patched/r");
    private static final Policy ELSEWHERE = policy(judgedBy(
            Criteria.NONE.publishingTo(new PatchTarget(Optional.empty(), Optional.of("patched"))), entry("r", "*")));

    private static Plan planned(FakeRepository sources, RepositoryView patches) {
        return plan(ELSEWHERE, Map.of("r", sources, "patched/r", patches));
    }

    @Test
    void aRepositoryThatDoesNotExistYetHoldsNoPatches() {
        var plan = planned(FakeRepository.withTags("a"), FakeRepository.absent());

        assertThat(due(plan)).isEqualTo("a:a:a-1");
        assertThat(plan.in().getFirst().why())
                .isEqualTo("every tag is asked for; there is no patch of it yet in 127.0.0.1:5000/patched/r");
    }

    @Test
    void theNewestPatchIsJudgedWhereItWasPublished() {
        var plan = planned(
                FakeRepository.withTags("a"),
                FakeRepository.withTags().patchOf("a-1", "a").patchOf("a-2", "a"));

        assertThat(due(plan)).isEqualTo("a:a-2:a-3");
        assertThat(plan.in().getFirst().candidate().repository()).isEqualTo(SITE);
        assertThat(plan.in().getFirst().source().repository()).isEqualTo(SITE.sibling("r"));
        assertThat(plan.in().getFirst().why())
                .isEqualTo("every tag is asked for; 127.0.0.1:5000/patched/r:a-2 is its newest patch");
    }

    @Test
    void patchesBesideTheSourceAreLeftAloneAndTakeNoNumbers() {
        var plan =
                planned(FakeRepository.withTags("a").patchOf("a-1", "a").patchOf("a-7", "a"), FakeRepository.absent());

        assertThat(due(plan)).isEqualTo("a:a:a-1");
        assertThat(why(plan, "a-7")).isEqualTo("is a patch of a");
    }

    @Test
    void numbersAreTakenByWhateverIsThere() {
        var plan = planned(
                FakeRepository.withTags("a"), FakeRepository.withTags("a-4").patchOf("a-2", "a", "before"));

        assertThat(due(plan)).isEqualTo("a:a:a-5");
    }

    @Test
    void aSourceThatWasPushedAgainHasNoPatchYet() {
        var plan =
                planned(FakeRepository.withTags("a"), FakeRepository.withTags().patchOf("a-1", "a", "a before"));

        assertThat(due(plan)).isEqualTo("a:a:a-2");
        assertThat(plan.in().getFirst().why())
                .endsWith(
                        "127.0.0.1:5000/patched/r:a-1 is named as its patch but was not made from its present digest");
    }

    @Test
    void sourcesAreThoseOfTheSourceRepositoryOnly() {
        var plan = planned(FakeRepository.withTags("a"), FakeRepository.withTags("b", "c"));

        assertThat(due(plan)).isEqualTo("a:a:a-1");
        assertThat(plan.entries()).hasSize(1);
    }

    @Test
    void aTagBesideTheSourceThatPointsToAPatchElsewhereIsNoSource() {
        var sources = FakeRepository.withTags("a").tag("prod", FakeRepository.digest("a-1"), lineage(null, null));
        var plan = planned(sources, FakeRepository.withTags().patchOf("a-1", "a"));

        assertThat(due(plan)).isEqualTo("a:a-1:a-2");
        assertThat(why(plan, "prod"))
                .isEqualTo("has the digest of 127.0.0.1:5000/patched/r:a-1, which is a patch of a");
    }

    @Test
    void aRepositoryOfPatchesThatCannotBeReadIsAnErrorOfItsSourcesAlone() {
        var policy = policy(ELSEWHERE.repositories().getFirst(), entry("q", "*"));
        var plan = plan(
                policy,
                Map.of(
                        "r",
                        FakeRepository.withTags("a"),
                        "patched/r",
                        new Unreadable(),
                        "q",
                        FakeRepository.withTags("b")));

        assertThat(due(plan)).isEqualTo("b:b:b-1");
        assertThat(plan.failed()).singleElement().satisfies(failed -> {
            assertThat(failed.path()).isEqualTo("$.repositories[0]");
            assertThat(failed.failure().reason()).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
            assertThat(failed.failure().detail())
                    .isEqualTo("looking for patches of 127.0.0.1:5000/r where they are published: connection refused");
        });
    }

    @Test
    void aPatchThatCannotBeReadIsAnErrorOfItsSource() {
        var unreachable = Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "connection refused");
        var plan = planned(
                FakeRepository.withTags("a", "b"),
                FakeRepository.withTags().patchOf("a-1", "a").unreadable("a-1", unreachable));

        assertThat(due(plan)).isEqualTo("b:b:b-1");
        assertThat(plan.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.tag()).contains("a"));
    }

    /** Another policy may select everything, and with it what this one publishes. */
    @Test
    void whatWasPublishedElsewhereIsNoSourceThere() {
        var patches = FakeRepository.withTags("own", "own-1")
                .tag("a-1", markedByUs(lineage("other.example/r:a", "a")))
                .tag("b-1", markedByUs(lineage("other.example/unrelated:b", "b")));
        var plan = plan(policy(entry("patched/r", "*")), Map.of("patched/r", patches));

        assertThat(why(plan, "a-1")).isEqualTo("is a patch of other.example/r:a, which was published here");
        assertThat(due(plan)).isEqualTo("b-1:b-1:b-1-1 own:own:own-2 own-1:own-1:own-1-1");
    }

    /** Whoever copies a repository with its patches below a prefix has sources with patches there. */
    @Test
    void aCopyOfASourceWithItsPatchIsAsTheOriginal() {
        var copy = FakeRepository.withTags("a").tag("a-1", markedByUs(lineage("other.example/r:a", "a")));
        var plan = plan(policy(entry("patched/r", "*")), Map.of("patched/r", copy));

        assertThat(due(plan)).isEqualTo("a:a-1:a-2");
    }

    private static final class Unreadable implements RepositoryView {
        @Override
        public Optional<List<Tag>> tags() {
            throw Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "connection refused")
                    .toException();
        }

        @Override
        public Optional<Digest> head(Tag tag) {
            throw new AssertionError("nobody knows of that tag");
        }

        @Override
        public Optional<TaggedImage> image(Tag tag) {
            throw new AssertionError("nobody knows of that tag");
        }

        @Override
        public Optional<Lineage> lineage(Digest digest) {
            throw new AssertionError("nobody knows of that digest");
        }
    }
}
