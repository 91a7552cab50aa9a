package dev.cssc.common.selection;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.TagChoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class TagSelectionTest {
    private static final String REGISTRY = "127.0.0.1:5000";

    /** The cases of ACR's tag tables; a patch tag belongs to the source it is named after unless the case says otherwise. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            incremental | 3.11 3.11-slim-bookworm              | *        | 3.11>3.11 3.11-slim-bookworm>3.11-slim-bookworm
            incremental | jammy jammy-1 jammy-2 jammy-patched  | *        | jammy>jammy-2
            floating    | jammy jammy-1 jammy-2 jammy-patched  | *        | jammy>jammy-patched
            incremental | a a-9 a-10 a-100                     | a        | a>a-100
            incremental | a a-1 a-7                            | a        | a>a-7
            incremental | app app-1000 app-1000-1              | *        | app>app app-1000>app-1000-1
            incremental | a-0 a-00 a-01 a-007                  | *        | a-0>a-0 a-00>a-00 a-007>a-007 a-01>a-01
            incremental | x x-patched                          | *        | x>x
            incremental | x x-patched                          | x        | x>x
            floating    | x x-4                                | x        | x>x
            incremental | x-patched                            | *        | -
            incremental | x-3                                  | *        | -
            incremental | a a-1 a-1-2                          | *        | a>a-1
            floating    | a a-1 a-1-patched                    | *        | a>a
            floating    | x x-patched x-patched2               | x        | x>x-patched
            incremental | 3.11 3-11                            | 3.11     | 3.11>3.11
            incremental | 1.2 1a2 1x2-4                        | 1.2      | 1.2>1.2
            incremental | jammy jammy-20240808-1 jammy-3       | jammy    | jammy>jammy-3
            incremental | Jammy jammy                          | jammy    | jammy>jammy
            incremental | a b c                                | a c      | a>a c>c
            """)
    void sourceAndCandidate(String convention, String tags, String asked, String expected) {
        var plan = plan(
                policy(TagConvention.parse(convention), entry("r", asked.split(" "))),
                Map.of("r", patched(tags.split(" "))));

        String selected = plan.in().stream()
                .map(in -> in.source().tag() + ">" + in.candidate().tag())
                .collect(Collectors.joining(" "));
        assertThat(selected.isEmpty() ? "-" : selected).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a-1       | is a patch of a
            b-patched | is a patch of b, which is not there
            c-7       | is a patch of c, which is not there
            """)
    void whatIsLeftOutSaysWhy(String tag, String why) {
        var plan = plan(
                policy(TagConvention.INCREMENTAL, entry("r", "*")),
                Map.of("r", patched("a", "a-1", "b-patched", "c-7")));

        assertThat(plan.out()).contains(new Plan.Out(new Repository(REGISTRY, "r"), new Tag(tag), why));
    }

    @Test
    void whatIsNotThereIsListedWithTheReason() {
        var policy = policy(
                TagConvention.INCREMENTAL,
                entry("r", "z", "v*"),
                entry("absent", "*"),
                entry("absent2", "a", "b"),
                entry("Not/A/Repository", "a"));

        var plan = plan(policy, Map.of("r", patched("a")));

        assertThat(plan.entries())
                .containsExactly(
                        new Plan.Out(new Repository(REGISTRY, "r"), new Tag("a"), "is not asked for by the policy"),
                        new Plan.NotFound(
                                REGISTRY, "r", "v*", "no tag can have that name; tags are compared literally"),
                        new Plan.NotFound(REGISTRY, "r", "z", "the repository has no such tag"),
                        new Plan.NotFound(REGISTRY, "absent", "*", "the registry has no such repository"),
                        new Plan.NotFound(REGISTRY, "absent2", "a", "the registry has no such repository"),
                        new Plan.NotFound(REGISTRY, "absent2", "b", "the registry has no such repository"),
                        new Plan.NotFound(
                                REGISTRY, "Not/A/Repository", "a", "no registry can hold a repository of that name"));
    }

    @Test
    void everyEntryThatIsInSaysWhy() {
        var plan = plan(policy(TagConvention.INCREMENTAL, entry("r", "*")), Map.of("r", patched("a", "a-1", "b")));

        assertThat(plan.in())
                .extracting(Plan.In::why)
                .containsExactly(
                        "every tag is asked for; a-1 is its newest patch",
                        "every tag is asked for; there is no patch of it yet");
    }

    @Test
    void entriesOfOneRepositoryAreUnited() {
        var policy = policy(
                TagConvention.INCREMENTAL, entry("r", "a"), entry("r", "a", "b"), entry("r", "*"), entry("q", "a"));

        var plan = plan(policy, Map.of("r", patched("a", "b", "c"), "q", patched("a")));

        assertThat(plan.in())
                .extracting(in -> in.source().name())
                .containsExactly(REGISTRY + "/r:a", REGISTRY + "/r:b", REGISTRY + "/r:c", REGISTRY + "/q:a");
    }

    @Test
    void namesThatRunTogetherInAcrStayApart() {
        var policy = policy(TagConvention.INCREMENTAL, entry("app", "web-1.0"), entry("app-web", "1.0"));

        var plan = plan(policy, Map.of("app", patched("web-1.0"), "app-web", patched("1.0")));

        assertThat(plan.in()).hasSize(2);
    }

    @Test
    void anEntryThatIsSwitchedOffIsNowhereToBeSeen() {
        var off = entry("r", false, "*", "nope");

        assertThat(plan(policy(TagConvention.INCREMENTAL, off), Map.of()).entries())
                .isEmpty();
    }

    @Test
    void aSourceIsPinnedToWhatItsTagPointsTo() {
        var plan = plan(policy(TagConvention.INCREMENTAL, entry("r", "a")), Map.of("r", patched("a")));

        assertThat(plan.in().getFirst().source().digest()).isEqualTo(FakeRepository.digest("a"));
    }

    @Test
    void aTagThatGoesAwayMeanwhileIsNotFound() {
        var policy = policy(TagConvention.INCREMENTAL, entry("r", "gone"));

        var plan = TagSelection.plan(policy, r -> view(List.of(new Tag("gone")), t -> Optional.empty()), 1);

        assertThat(plan.notFound())
                .containsExactly(
                        new Plan.NotFound(REGISTRY, "r", "gone", "the tag went away while the images were selected"));
    }

    @Test
    void aListingThatFailsIsOneErrorAndTheOthersGoOn() {
        var failure = Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "listing tags");
        var policy = policy(TagConvention.INCREMENTAL, entry("down", "*"), entry("r", "a"));

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
        assertThat(plan.in()).hasSize(1);
        assertThat(plan.entries()).hasSize(2);
    }

    @Test
    void aTagThatCannotBeReadIsAnErrorAndTheOthersGoOn() {
        var failure = Failure.of(ReasonCode.REGISTRY_UNAUTHORIZED, "reading b");
        var policy = policy(TagConvention.INCREMENTAL, entry("r", "*"));
        var view = view(List.of(new Tag("a"), new Tag("b")), tag -> {
            if (tag.value().equals("b")) {
                throw failure.toException();
            }
            return Optional.of(FakeRepository.digest("a"));
        });

        var plan = TagSelection.plan(policy, r -> view, 2);

        assertThat(plan.failed())
                .containsExactly(new Plan.Failed("$.repositories[0]", REGISTRY, "r", Optional.of("b"), failure));
        assertThat(plan.in()).extracting(in -> in.source().tag()).containsExactly(new Tag("a"));
    }

    @Test
    void lineageIsAskedOnlyOfTagsNamedAsPatchesOfWhatIsSelected() {
        var repository = patched("a", "a-1", "b", "b-1", "c");

        plan(policy(TagConvention.INCREMENTAL, entry("r", "a", "c")), Map.of("r", repository));

        assertThat(repository.headed).containsExactlyInAnyOrder("a", "c");
        assertThat(repository.imaged).containsExactly("a-1");
        assertThat(repository.lineageAsked).isEmpty();
    }

    @Test
    void theOrderOfTheListingDoesNotMatter() {
        var random = new Random(20261124);
        var tags = new ArrayList<>(List.of("a", "a-1", "a-2", "b", "b-1", "b-1-1", "c-3", "d-patched", "e", "e-07"));
        var policy = policy(TagConvention.INCREMENTAL, entry("r", "*", "missing"), entry("r", "a", "zz"));
        var expected = plan(policy, Map.of("r", patched(tags.toArray(String[]::new))));

        for (int i = 0; i < 200; i++) {
            Collections.shuffle(tags, random);
            assertThat(plan(policy, Map.of("r", patched(tags.toArray(String[]::new)))))
                    .isEqualTo(expected);
        }
    }

    private static Plan plan(Policy policy, Map<String, FakeRepository> repositories) {
        return TagSelection.plan(
                policy,
                repository -> repositories.containsKey(repository.path())
                        ? repositories.get(repository.path())
                        : view(null, tag -> Optional.empty()),
                3);
    }

    /** A repository in which every tag that is named as a patch is one. */
    private static FakeRepository patched(String... tags) {
        var repository = FakeRepository.withTags(tags);
        Arrays.stream(tags)
                .filter(tag -> tag.matches(".+-([1-9][0-9]{0,2}|patched)"))
                .forEach(tag -> repository.patchOf(tag, tag.substring(0, tag.lastIndexOf('-'))));
        return repository;
    }

    private static Policy policy(TagConvention convention, Policy.Entry... entries) {
        return new Policy(
                convention,
                Arrays.stream(entries)
                        .map(e -> new Policy.Entry(
                                e.path(),
                                e.registry(),
                                e.repository(),
                                e.tags(),
                                convention,
                                e.criteria(),
                                e.enabled()))
                        .toList());
    }

    private static Policy.Entry entry(String repository, String... tags) {
        return entry(repository, true, tags);
    }

    private static Policy.Entry entry(String repository, boolean enabled, String... tags) {
        TagChoice choice = List.of(tags).equals(List.of("*")) ? TagChoice.every() : TagChoice.named(tags);
        return new Policy.Entry(
                "$.repositories[0]", REGISTRY, repository, choice, TagConvention.INCREMENTAL, Criteria.NONE, enabled);
    }

    private static RepositoryView view(List<Tag> tags, Function<Tag, Optional<Digest>> head) {
        return new RepositoryView() {
            @Override
            public Optional<List<Tag>> tags() {
                return Optional.ofNullable(tags);
            }

            @Override
            public Optional<Digest> head(Tag tag) {
                return head.apply(tag);
            }

            @Override
            public Optional<TaggedImage> image(Tag tag) {
                return head.apply(tag).map(digest -> new TaggedImage(digest, Lineage.of(Map.of(), List.of())));
            }

            @Override
            public Optional<Lineage> lineage(Digest digest) {
                return Optional.empty();
            }
        };
    }
}
