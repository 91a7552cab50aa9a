package dev.cssc.common.selection;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.policy.Glob;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.SemverWindow;
import dev.cssc.common.policy.TagChoice;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Policies and repositories in memory for tests of selection. */
final class Selections {
    static final String REGISTRY = "127.0.0.1:5000";

    private Selections() {}

    /** An incremental policy of these entries, each with its path. */
    static Policy policy(Policy.Entry... entries) {
        return policy(TagConvention.INCREMENTAL, entries);
    }

    static Policy policy(TagConvention convention, Policy.Entry... entries) {
        List<Policy.Entry> placed = IntStream.range(0, entries.length)
                .mapToObj(i -> new Policy.Entry(
                        "$.repositories[" + i + "]",
                        entries[i].registry(),
                        entries[i].repository(),
                        entries[i].tags(),
                        convention,
                        entries[i].criteria(),
                        entries[i].enabled()))
                .toList();
        return new Policy(convention, placed);
    }

    /** These tags by name, or all where it is the single {@code *}. */
    static Policy.Entry entry(String repository, String... tags) {
        return entry(repository, List.of(tags).equals(List.of("*")) ? TagChoice.every() : TagChoice.named(tags));
    }

    static Policy.Entry entry(String repository, TagChoice tags) {
        return new Policy.Entry("$", REGISTRY, repository, tags, TagConvention.INCREMENTAL, Criteria.NONE, true);
    }

    static Policy.Entry judgedBy(Criteria criteria, Policy.Entry entry) {
        return new Policy.Entry(
                entry.path(),
                entry.registry(),
                entry.repository(),
                entry.tags(),
                entry.tagConvention(),
                criteria,
                entry.enabled());
    }

    static Policy.Entry off(Policy.Entry entry) {
        return new Policy.Entry(
                entry.path(),
                entry.registry(),
                entry.repository(),
                entry.tags(),
                entry.tagConvention(),
                entry.criteria(),
                false);
    }

    static TagChoice including(String... globs) {
        return new TagChoice(List.of(), Optional.of(new TagChoice.Pattern(globs(globs), Optional.empty())), List.of());
    }

    static TagChoice versions(String range, int newest, String... include) {
        var window = SemverWindow.of(Optional.of(range), newest > 0 ? OptionalInt.of(newest) : OptionalInt.empty());
        return new TagChoice(
                List.of(), Optional.of(new TagChoice.Pattern(globs(include), Optional.of(window))), List.of());
    }

    static TagChoice excluding(TagChoice choice, String... globs) {
        return new TagChoice(choice.named(), choice.pattern(), globs(globs));
    }

    private static List<Glob> globs(String... globs) {
        return Arrays.stream(globs).map(Glob::parse).toList();
    }

    /** A repository in which every tag that is named as a patch was made from the tag it is named after, as that is now. */
    static FakeRepository patched(String... tags) {
        var repository = FakeRepository.withTags(tags);
        Arrays.stream(tags)
                .forEach(tag ->
                        Listing.sourceNamedBy(new Tag(tag)).ifPresent(source -> repository.patchOf(tag, source)));
        return repository;
    }

    /** Plans over these repositories; the registry has no others. */
    static Plan plan(Policy policy, Map<String, ? extends RepositoryView> repositories) {
        return TagSelection.plan(
                policy,
                repository -> repositories.containsKey(repository.path())
                        ? repositories.get(repository.path())
                        : FakeRepository.absent(),
                3);
    }

    /** Plans one repository called {@code r}. */
    static Plan plan(FakeRepository repository, TagChoice choice) {
        return plan(policy(entry("r", choice)), Map.of("r", repository));
    }

    /** {@code source:candidate:next} of every image that is due, {@code -} for none. */
    static String due(Plan plan) {
        return plan.in().isEmpty()
                ? "-"
                : String.join(
                        " ",
                        plan.in().stream()
                                .map(in ->
                                        in.source().tag() + ":" + in.candidate().tag() + ":"
                                                + in.nextTag().map(Tag::value).orElse("none"))
                                .toList());
    }

    /** Why that tag is what it is. */
    static String why(Plan plan, String tag) {
        return plan.entries().stream()
                .filter(entry -> switch (entry) {
                    case Plan.In in -> in.source().tag().value().equals(tag);
                    case Plan.Out out -> out.tag().value().equals(tag);
                    case Plan.NotFound missing -> missing.tag().equals(tag);
                    case Plan.Failed failed -> failed.tag().equals(Optional.of(tag));
                })
                .map(Plan.Entry::why)
                .findFirst()
                .orElseThrow();
    }
}
