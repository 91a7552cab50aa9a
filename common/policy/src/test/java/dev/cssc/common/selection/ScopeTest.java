package dev.cssc.common.selection;

import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import static dev.cssc.common.selection.Selections.due;
import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.patched;
import static dev.cssc.common.selection.Selections.policy;
import static dev.cssc.common.selection.Selections.versions;
import static org.assertj.core.api.Assertions.assertThat;

/** A plan about some of the sources that a policy selects. */
class ScopeTest {

    private static final Repository R = new Repository(Selections.REGISTRY, "r");

    private static Plan plan(dev.cssc.common.policy.Policy policy, FakeRepository repository, String... tags) {
        Scope scope = new Scope.Tags(Map.of(R, Arrays.stream(tags).map(Tag::new).collect(Collectors.toSet())));
        List<Plan.Entry> entries = new ArrayList<>();
        TagSelection.plan(policy, scope, view -> repository, 3, part -> entries.addAll(part.entries()));
        return new Plan(entries);
    }

    @Test
    void onlyTheSourceInScopeIsReadAndItsNewestPatchIsTheCandidate() {
        var repository = patched("11", "11-1", "12", "12-1", "12-2", "13");

        Plan plan = plan(policy(entry("r", "*")), repository, "12");

        assertThat(due(plan)).isEqualTo("12:12-2:12-3");
        assertThat(plan.entries()).hasSize(1);
        assertThat(repository.headed).doesNotContain("11", "13");
        assertThat(repository.imaged).doesNotContain("11", "11-1", "13");
    }

    @Test
    void whatThePolicyDoesNotAskForStaysOut() {
        Plan plan = plan(policy(entry("r", "11")), patched("11", "12"), "12");

        assertThat(due(plan)).isEqualTo("-");
        assertThat(plan.out()).extracting(out -> out.tag().value()).containsExactly("12");
    }

    @Test
    void versionsOutsideTheScopeStillCountAmongTheNewest() {
        var repository = patched("1.1.0", "1.2.0", "1.3.0");

        assertThat(due(plan(policy(entry("r", versions("1.x", 2))), repository, "1.1.0")))
                .isEqualTo("-");
        assertThat(due(plan(policy(entry("r", versions("1.x", 2))), repository, "1.2.0")))
                .isEqualTo("1.2.0:1.2.0:1.2.0-1");
    }

    @Test
    void aRepositoryWithoutASourceInScopeIsNotEvenListed() {
        List<Repository> listed = new ArrayList<>();
        Scope scope = new Scope.Tags(Map.of(R, Set.of(new Tag("12"))));

        TagSelection.plan(
                policy(entry("r", "*"), entry("other", "*")),
                scope,
                repository -> {
                    listed.add(repository);
                    return patched("12");
                },
                3,
                part -> {});

        assertThat(listed).containsExactly(R);
    }
}
