package dev.cssc.common.selection;

import dev.cssc.common.policy.TagChoice;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static dev.cssc.common.selection.Selections.due;
import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.excluding;
import static dev.cssc.common.selection.Selections.including;
import static dev.cssc.common.selection.Selections.patched;
import static dev.cssc.common.selection.Selections.plan;
import static dev.cssc.common.selection.Selections.policy;
import static dev.cssc.common.selection.Selections.versions;
import static dev.cssc.common.selection.Selections.why;
import static org.assertj.core.api.Assertions.assertThat;

class TagChoiceSelectionTest {
    @Test
    void patternsIncludeAndExclude() {
        var repository = patched("v1.0", "v1.0-1", "v1.1", "v1.1-rc", "v2.0", "latest");

        var plan = plan(repository, excluding(including("v1.*", "late*"), "*-rc"));

        assertThat(due(plan)).isEqualTo("latest:latest:latest-1 v1.0:v1.0-1:v1.0-2 v1.1:v1.1:v1.1-1");
        assertThat(why(plan, "v1.0")).isEqualTo("the tag fits v1.*; v1.0-1 is its newest patch");
        assertThat(why(plan, "v1.0-1")).isEqualTo("is a patch of v1.0");
        assertThat(why(plan, "v1.1-rc")).isEqualTo("is excluded by *-rc");
        assertThat(why(plan, "v2.0")).isEqualTo("is not asked for by the policy");
    }

    @Test
    void aNamedTagThatIsExcludedIsLeftOut() {
        var plan = plan(patched("a", "b"), excluding(TagChoice.named("a", "b"), "b*"));

        assertThat(due(plan)).isEqualTo("a:a:a-1");
        assertThat(why(plan, "b")).isEqualTo("is excluded by b*");
    }

    @Test
    void whatOneEntryExcludesAnotherMayAskFor() {
        var policy = policy(entry("r", excluding(TagChoice.every(), "b")), entry("r", "b"));

        assertThat(due(plan(policy, Map.of("r", patched("a", "b"))))).isEqualTo("a:a:a-1 b:b:b-1");
    }

    @Test
    void versionsWithinARangeAreAskedFor() {
        var plan =
                plan(patched("1.1", "1.2", "1.2-1", "v1.9.3", "2.0.0", "1.5-slim", "latest"), versions(">=1.2 <2", 0));

        assertThat(due(plan)).isEqualTo("1.2:1.2-1:1.2-2 v1.9.3:v1.9.3:v1.9.3-1");
        assertThat(why(plan, "v1.9.3")).startsWith("the tag fits semver >=1.2 <2; ");
        assertThat(why(plan, "1.5-slim")).isEqualTo("is not asked for by the policy");
    }

    @Test
    void onlyTheNewestVersionsAreAskedForAndPatchesDoNotCount() {
        var plan =
                plan(patched("1.8", "1.9", "1.10", "1.10.0", "1.10-1", "1.11", "1.11-1", "1.11-2"), versions("1.x", 2));

        assertThat(due(plan)).isEqualTo("1.10:1.10-1:1.10-2 1.10.0:1.10.0:1.10.0-1 1.11:1.11-2:1.11-3");
        assertThat(why(plan, "1.9")).isEqualTo("is not among the versions that are asked for: semver 1.x, newest 2");
    }

    @Test
    void excludedVersionsDoNotCountAmongTheNewest() {
        assertThat(due(plan(patched("1.8", "1.9", "1.10"), excluding(versions("1.x", 1), "1.10"))))
                .isEqualTo("1.9:1.9:1.9-1");
    }

    @Test
    void preReleasesThatTheRangeNamesCountUnlessTheyArePatches() {
        var repository = FakeRepository.withTags("1.2.3", "1.2.3-4", "1.2.3-6").patchOf("1.2.3-5", "1.2.3");

        var plan = plan(repository, versions(">=1.2.3-1", 2));

        assertThat(due(plan)).isEqualTo("1.2.3:1.2.3-5:1.2.3-7 1.2.3-6:1.2.3-6:1.2.3-6-1");
        assertThat(why(plan, "1.2.3-5")).isEqualTo("is a patch of 1.2.3");
    }

    @Test
    void patternsAndVersionsHaveToFitBoth() {
        var plan = plan(patched("v1.2", "1.3", "v3.0", "vX"), versions("1.x", 0, "v*"));

        assertThat(due(plan)).isEqualTo("v1.2:v1.2:v1.2-1");
        assertThat(why(plan, "v1.2")).startsWith("the tag fits v* and semver 1.x; ");
    }

    @Test
    void versionsOutsideTheWindowCostNoRequest() {
        var repository = patched("1.8", "1.9", "1.10", "1.10-1", "1.9-1");

        plan(repository, versions("*", 1));

        assertThat(repository.headed).containsExactly("1.10");
        assertThat(repository.imaged).containsExactly("1.10-1");
    }

    @Test
    void aPatternThatNothingFitsIsNotFound() {
        var policy = policy(
                entry("r", including("v9*", "v1*")), entry("r", versions(">=7", 0)), entry("absent", including("x*")));

        var plan = plan(policy, Map.of("r", patched("v1")));

        assertThat(plan.notFound())
                .containsExactly(
                        new Plan.NotFound(Selections.REGISTRY, "r", "semver >=7", "no tag fits it"),
                        new Plan.NotFound(Selections.REGISTRY, "r", "v9*", "no tag fits it"),
                        new Plan.NotFound(Selections.REGISTRY, "absent", "x*", "the registry has no such repository"));
    }
}
