package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.MultiPlatform;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.TagConvention;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static dev.cssc.common.policy.Policies.REGISTRY;
import static dev.cssc.common.policy.Policies.accepted;
import static dev.cssc.common.policy.Policies.bytes;
import static dev.cssc.common.policy.Policies.entry;
import static dev.cssc.common.policy.Policies.json;
import static dev.cssc.common.policy.Policies.problems;
import static org.assertj.core.api.Assertions.assertThat;

class PolicyReaderTest {
    @Test
    void acrsDocumentIsReadUnchanged() {
        var policy = accepted("""
                {
                  "version": "v1",
                  "tag-convention": "floating",
                  "repositories": [
                    {"repository": "alpine", "tags": ["tag1", "tag2"], "enabled": true},
                    {"repository": "python", "tags": ["*"], "enabled": false},
                    {"repository": "ubuntu", "tags": ["v*"]}
                  ]
                }
                """).policy();

        assertThat(policy)
                .isEqualTo(new Policy(
                        TagConvention.FLOATING,
                        List.of(
                                plain(0, "alpine", TagChoice.named("tag1", "tag2"), true),
                                plain(1, "python", TagChoice.every(), false),
                                plain(2, "ubuntu", TagChoice.named("v*"), true))));
    }

    private static Policy.Entry plain(int index, String repository, TagChoice tags, boolean enabled) {
        return new Policy.Entry(
                "$.repositories[" + index + "]",
                REGISTRY,
                repository,
                tags,
                TagConvention.FLOATING,
                Criteria.NONE,
                enabled);
    }

    @Test
    void whatIsLeftOutIsIncrementalAndEnabled() {
        var policy = accepted("{'version':'v1','repositories':[{'repository':'r','tags':['a']}],'more':{'x':1}}")
                .policy();

        assertThat(policy.tagConvention()).isEqualTo(TagConvention.INCREMENTAL);
        assertThat(policy.repositories().getFirst().enabled()).isTrue();
    }

    @Test
    void whatAnEntrySaysReplacesWhatTheDocumentSays() {
        var entries = accepted("""
                {
                  "version": "v1",
                  "registry": "one.example",
                  "platforms": ["linux/amd64"],
                  "minimum-severity": "High",
                  "partial": false,
                  "multi-platform": "all-or-nothing",
                  "keep": 5,
                  "rebase": {"base": "One.example/debian:12"},
                  "target": {"registry": "Patched.example:5000", "prefix": "mirror/patched"},
                  "repositories": [
                    {"repository": "r", "tags": ["a"]},
                    {"repository": "r", "tags": ["a"], "registry": "two.example:5000", "platforms": ["linux/arm64/v8"],
                     "minimum-severity": "low", "tag-convention": "floating", "partial": true,
                     "multi-platform": "patch-what-can", "keep": 1, "rebase": {"base": "two.example/alpine:3.22"},
                     "target": {"prefix": "p"}},
                    {"repository": "r", "tags": ["b"], "tag-convention": "floating", "registry": "two.example:5000", "rebase": false,
                     "target": {"prefix": "p"}},
                    {"repository": "q", "tags": ["b"], "target": false}
                  ]
                }
                """).policy().repositories();

        assertThat(entries.getFirst().registry()).isEqualTo("one.example");
        assertThat(entries.getFirst().tagConvention()).isEqualTo(TagConvention.INCREMENTAL);
        assertThat(entries.getFirst().criteria())
                .isEqualTo(new Criteria(
                        Optional.of(Severity.HIGH),
                        List.of(),
                        List.of(Platform.parse("linux/amd64")),
                        Optional.of(false),
                        Optional.of(MultiPlatform.ALL_OR_NOTHING),
                        Optional.of(5),
                        Optional.of(ImageReference.parse("one.example/debian:12")),
                        Optional.of(
                                new PatchTarget(Optional.of("patched.example:5000"), Optional.of("mirror/patched")))));
        assertThat(entries.get(1).registry()).isEqualTo("two.example:5000");
        assertThat(entries.get(1).tagConvention()).isEqualTo(TagConvention.FLOATING);
        assertThat(entries.get(1).criteria())
                .isEqualTo(new Criteria(
                        Optional.of(Severity.LOW),
                        List.of(),
                        List.of(Platform.parse("linux/arm64/v8")),
                        Optional.of(true),
                        Optional.of(MultiPlatform.PATCH_WHAT_CAN),
                        Optional.of(1),
                        Optional.of(ImageReference.parse("two.example/alpine:3.22")),
                        Optional.of(new PatchTarget(Optional.empty(), Optional.of("p")))));
        assertThat(entries.get(2).criteria().rebase()).isEmpty();
        assertThat(entries.getLast().criteria().target()).isEmpty();
    }

    @Test
    void ignoredVulnerabilitiesOfDocumentAndEntryAreUnited() {
        var criteria = accepted("""
                {
                  "version": "v1",
                  "ignore": [{"vulnerability": "CVE-1", "reason": "not reachable"}],
                  "repositories": [{"repository": "r", "tags": ["a"], "ignore": [
                     {"vulnerability": "CVE-2", "package": "perl", "reason": "waiting", "expires": "2026-12-31"},
                     {"vulnerability": "CVE-1", "reason": "not reachable"}]}]
                }
                """).policy().repositories().getFirst().criteria();

        assertThat(criteria.ignored())
                .containsExactly(
                        new IgnoredVulnerability(
                                "CVE-2", Optional.of("perl"), "waiting", Optional.of(LocalDate.of(2026, 12, 31))),
                        new IgnoredVulnerability("CVE-1", Optional.empty(), "not reachable", Optional.empty()));
    }

    @Test
    void tagsMayBeChosenByPatternAndVersion() {
        var choice = accepted(entry("'include':['v1.*'],'exclude':['*-rc*'],'semver':{'range':'>=1.2 <2','newest':3}"))
                .policy()
                .repositories()
                .getFirst()
                .tags();

        assertThat(choice)
                .isEqualTo(new TagChoice(
                        List.of(),
                        Optional.of(new TagChoice.Pattern(
                                List.of(Glob.parse("v1.*")),
                                Optional.of(SemverWindow.of(Optional.of(">=1.2 <2"), OptionalInt.of(3))))),
                        List.of(Glob.parse("*-rc*"))));
    }

    @Test
    void everyTagIsNarrowedByPatterns() {
        var every = accepted(entry("'tags':['*'],'include':['v1.*']")).policy();
        var pattern = accepted(entry("'include':['v1.*']")).policy();

        assertThat(every).isEqualTo(pattern);
    }

    @Test
    void aRepositoryOfNoRegistryIsAProblemWithAProposal() {
        var document = json(
                "{'version':'v1','repositories':[{'repository':'r','tags':['a']},{'repository':'s','tags':['a'],'registry':'x.example'}]}");

        var reading = (PolicyReading.Refused) new PolicyReader().read(document, Optional.empty());

        assertThat(reading.problems().all())
                .extracting(PolicyProblem::toString)
                .containsExactly("$.repositories[0] (line 1, column 33): names no registry, and neither does the"
                        + " document; add \"registry\" or pass --registry");
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlacesAndInTheirOrder() {
        var problems = problems(bytes("""
                {
                  "tag-convention": "sometimes",
                  "repositories": [
                    {"repository": "a", "tags": ["ok", "x-1",
                        "*"]},
                    {"repository": 5, "tags": []}
                  ]
                }
                """));

        assertThat(problems)
                .extracting(p -> p.path() + " " + p.position().orElseThrow())
                .containsExactly(
                        "$ line 1, column 1",
                        "$.tag-convention line 2, column 21",
                        "$.repositories[0].tags[1] line 4, column 40",
                        "$.repositories[0].tags[2] line 5, column 9",
                        "$.repositories[1].repository line 6, column 20",
                        "$.repositories[1].tags line 6, column 31");
    }

    @Test
    void problemsHaveTheSameWordsInEveryLanguage() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(problems("{}").getFirst().message()).isEqualTo("lacks \"version\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aDocumentWithinAnotherIsReadByTheSameRules() throws Exception {
        var body = new ObjectMapper().readTree("{\"policy\":{\"version\":\"v2\"}}");

        var reading = (PolicyReading.Refused) new PolicyReader().read(body.path("policy"), Optional.of(REGISTRY));

        assertThat(reading.problems().all())
                .extracting(PolicyProblem::path)
                .containsExactlyInAnyOrder("$", "$.version");
        assertThat(reading.problems().toFailure().reason()).isEqualTo(ReasonCode.POLICY_INVALID);
    }

    @Test
    void aFloodOfProblemsIsCut() {
        var tags = IntStream.range(0, 5_000).mapToObj(i -> "'v" + i + "-1'").collect(Collectors.joining(","));

        var problems = problems(entry("'tags':[" + tags + "]"));

        assertThat(problems).hasSize(101);
        assertThat(problems.getLast().message()).isEqualTo("has 4900 more problems");
    }
}
