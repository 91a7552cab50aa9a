package dev.cssc.common.selection;

import dev.cssc.common.image.TagConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;
import java.util.stream.IntStream;

import static dev.cssc.common.selection.Selections.due;
import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.patched;
import static dev.cssc.common.selection.Selections.plan;
import static dev.cssc.common.selection.Selections.policy;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What acr-cli makes of tag lists, run case by case, beside what is selected here: {@code source:scanned:next}. Every tag that is named as a
 * patch is one here, because ACR knows nothing but names; what lineage changes is in {@link LineageBeforeTextTest}.
 */
class AcrTagTablesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            inc | 3.11 3.11-slim-bookworm             | *    | 3.11:3.11:3.11-1 3.11-slim-bookworm:3.11-slim-bookworm:3.11-slim-bookworm-1
            inc | jammy jammy-1 jammy-2 jammy-patched jammy-20240530 jammy-20240530-1 jammy-20240530-2 jammy-20240530-patched | * | jammy:jammy-2:jammy-3 jammy-20240530:jammy-20240530-2:jammy-20240530-3
            inc | jammy jammy-1 jammy-2 jammy-patched jammy-20240530 jammy-20240530-1 jammy-20240530-2 jammy-20240530-patched | jammy jammy-20240530 | jammy:jammy-2:jammy-3 jammy-20240530:jammy-20240530-2:jammy-20240530-3
            flo | jammy jammy-1 jammy-2 jammy-patched jammy-20240530 jammy-20240530-1 jammy-20240530-2 jammy-20240530-patched | * | jammy:jammy-patched:jammy-patched jammy-20240530:jammy-20240530-patched:jammy-20240530-patched
            inc | a a-9 a-10 a-100                    | a    | a:a-100:a-101
            inc | a a-1 a-7                           | a    | a:a-7:a-8
            inc | app app-1000 app-1000-1             | *    | app:app:app-1 app-1000:app-1000-1:app-1000-2
            inc | a-0 a-00 a-01 a-007                 | *    | a-0:a-0:a-0-1 a-00:a-00:a-00-1 a-007:a-007:a-007-1 a-01:a-01:a-01-1
            inc | x x-patched                         | *    | x:x:x-1
            inc | x x-patched                         | x    | x:x:x-1
            flo | x x-4                               | *    | x:x:x-patched
            flo | x x-4                               | x    | x:x:x-patched
            inc | x-patched                           | *    | -
            inc | jammy jammy-20240808-1 jammy-slim jammy-3 | jammy | jammy:jammy-3:jammy-4
            """)
    void asAcr(String convention, String tags, String asked, String expected) {
        assertThat(selected(convention, tags, asked)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            inc | a a-999             | a    | a:a-999:none        | ACR plans a-1000, which its patch task refuses every time
            inc | x-3                 | *    | -                   | ACR: x:x-3:x-4, and then x cannot be pulled; an orphan is no source
            inc | x-3                 | x    | -                   | as ACR: x is not found
            inc | a a-1 a-1-2         | *    | a:a-1:a-2           | ACR also takes the patch a-1 for a source
            inc | a a-1 a-1-2         | a    | a:a-1:a-2           | as ACR
            flo | a a-1 a-1-patched   | *    | a:a:a-patched       | ACR also takes the patch a-1 for a source
            flo | x x-patched x-patched2 | x | x:x-patched:x-patched | ACR also takes x-patched2 for a source although nobody named it
            inc | 3.11 3-11           | 3.11 | 3.11:3.11:3.11-1    | ACR puts the tag unescaped into a pattern and selects 3:3-11:3-12
            inc | 1.2 1a2 1x2-4       | 1.2  | 1.2:1.2:1.2-1       | ACR puts the tag unescaped into a pattern and selects 1a2 and 1x2
            """)
    void otherThanAcr(String convention, String tags, String asked, String expected, String reason) {
        assertThat(selected(convention, tags, asked)).as(reason).isEqualTo(expected);
    }

    /** Without lineage that says otherwise, ISO dates are sources; ACR takes one for the patch of a month. */
    @Test
    void datesDoNotCollide() {
        var dates = FakeRepository.withTags("2024-01-05", "2024-01-15");

        assertThat(due(plan(policy(entry("r", "*")), Map.of("r", dates))))
                .isEqualTo("2024-01-05:2024-01-05:2024-01-05-1 2024-01-15:2024-01-15:2024-01-15-1");
    }

    /** ACR joins names to one text and loses the second of these. */
    @Test
    void namesThatRunTogetherInAcrStayApart() {
        var plan = plan(
                policy(entry("app", "web-1.0"), entry("app-web", "1.0")),
                Map.of("app", patched("web-1.0"), "app-web", patched("1.0")));

        assertThat(due(plan)).isEqualTo("web-1.0:web-1.0:web-1.0-1 1.0:1.0:1.0-1");
    }

    /** ACR refuses the whole run beyond 100. */
    @Test
    void moreThanAHundredImagesAreSelected() {
        String[] tags = IntStream.range(0, 101).mapToObj(i -> "t" + i).toArray(String[]::new);

        assertThat(plan(policy(entry("r", "*")), Map.of("r", patched(tags))).in())
                .hasSize(101);
    }

    @Test
    void aWildcardOnAMissingRepositoryIsNotFound() {
        assertThat(plan(policy(entry("r", "*")), Map.of()).entries())
                .containsExactly(
                        new Plan.NotFound(Selections.REGISTRY, "r", "*", "the registry has no such repository"));
    }

    private static String selected(String convention, String tags, String asked) {
        return due(plan(
                policy(
                        convention.equals("inc") ? TagConvention.INCREMENTAL : TagConvention.FLOATING,
                        entry("r", asked.split(" "))),
                Map.of("r", patched(tags.split(" ")))));
    }
}
