package dev.cssc.common.selection;

import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.TagChoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static dev.cssc.common.selection.FakeRepository.lineage;
import static dev.cssc.common.selection.Selections.entry;
import static dev.cssc.common.selection.Selections.excluding;
import static dev.cssc.common.selection.Selections.including;
import static dev.cssc.common.selection.Selections.plan;
import static dev.cssc.common.selection.Selections.policy;
import static dev.cssc.common.selection.Selections.versions;
import static org.assertj.core.api.Assertions.assertThat;

/** What holds of every plan, tried on repositories and policies made up from a seed. */
class SelectionPropertiesTest {
    private static final int TRIES = 300;

    /** What the image of a tag that is named as a patch is. */
    private enum Kind {
        PATCH,
        STALE_PATCH,
        BUILT,
        BUILT_FROM_ANOTHER
    }

    private static final List<String> STEMS = List.of("a", "b", "1.2", "1.10.3", "v2.0", "2024-01", "x-y");

    @ParameterizedTest
    @ValueSource(longs = {20261124, 7, 42})
    void everyTagIsInExactlyOneEntry(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            var kinds = kinds(random);
            var plan = plan(anyPolicy(random), Map.of("r", repository(kinds, List.copyOf(kinds.keySet()))));

            List<String> told = plan.entries().stream()
                    .filter(entry -> !(entry instanceof Plan.NotFound))
                    .map(entry -> switch (entry) {
                        case Plan.In in -> in.source().tag().value();
                        case Plan.Out out -> out.tag().value();
                        case Plan.NotFound missing -> missing.tag();
                        case Plan.Failed failed -> failed.tag().orElseThrow();
                    })
                    .toList();
            assertThat(told).as("seed %d, try %d", seed, i).containsExactlyElementsOf(kinds.keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20261124, 7, 42})
    void theOrderOfTheListingDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            var kinds = kinds(random);
            var policy = anyPolicy(random);
            List<String> shuffled = new ArrayList<>(kinds.keySet());
            Collections.shuffle(shuffled, random);

            assertThat(plan(policy, Map.of("r", repository(kinds, shuffled))))
                    .as("seed %d, try %d", seed, i)
                    .isEqualTo(plan(policy, Map.of("r", repository(kinds, List.copyOf(kinds.keySet())))));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20261124, 7, 42})
    void whereAllIsAskedForEverySourceIsDueAndNoPatch(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            var kinds = kinds(random);
            Set<String> sources = kinds.entrySet().stream()
                    .filter(tag -> tag.getValue() == Kind.BUILT || tag.getValue() == Kind.BUILT_FROM_ANOTHER)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());

            var plan = plan(policy(entry("r", "*")), Map.of("r", repository(kinds, List.copyOf(kinds.keySet()))));

            assertThat(plan.in())
                    .as("seed %d, try %d", seed, i)
                    .extracting(in -> in.source().tag().value())
                    .containsExactlyInAnyOrderElementsOf(sources);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20261124, 7, 42})
    void whatIsJudgedIsThePresentSourceOrItsPatchAndTheNextTagIsFree(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            var kinds = kinds(random);
            var convention = random.nextBoolean() ? TagConvention.INCREMENTAL : TagConvention.FLOATING;

            var plan = plan(
                    policy(convention, entry("r", "*")), Map.of("r", repository(kinds, List.copyOf(kinds.keySet()))));

            assertThat(plan.in()).as("seed %d, try %d", seed, i).allSatisfy(in -> {
                Tag source = in.source().tag();
                Tag candidate = in.candidate().tag();
                assertThat(candidate.equals(source)
                                || kinds.get(candidate.value()) == Kind.PATCH
                                        && convention.namesPatchOf(source, candidate))
                        .isTrue();
                assertThat(convention.namesPatchOf(source, in.nextTag().orElseThrow()))
                        .isTrue();
                assertThat(convention == TagConvention.FLOATING
                                || !kinds.containsKey(in.nextTag().orElseThrow().value()))
                        .isTrue();
            });
        }
    }

    /** Tags of a few stems, some of them with one suffix or two, sorted. */
    private static TreeMap<String, Kind> kinds(Random random) {
        TreeMap<String, Kind> kinds = new TreeMap<>();
        for (int i = random.nextInt(14); i >= 0; i--) {
            String tag = STEMS.get(random.nextInt(STEMS.size())) + suffix(random) + suffix(random);
            kinds.put(
                    tag,
                    Listing.sourceNamedBy(new Tag(tag)).isPresent()
                            ? Kind.values()[random.nextInt(Kind.values().length)]
                            : Kind.BUILT);
        }
        return kinds;
    }

    private static String suffix(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "-patched";
            case 1 -> "-" + (1 + random.nextInt(3));
            case 2 -> "-" + (1 + random.nextInt(998));
            default -> "";
        };
    }

    private static FakeRepository repository(Map<String, Kind> kinds, List<String> order) {
        var repository = FakeRepository.withTags();
        order.forEach(tag -> {
            String source = Listing.sourceNamedBy(new Tag(tag)).orElse("");
            switch (kinds.get(tag)) {
                case PATCH -> repository.patchOf(tag, source);
                case STALE_PATCH -> repository.patchOf(tag, source, "what it was before");
                case BUILT -> repository.built(tag);
                case BUILT_FROM_ANOTHER -> repository.tag(tag, lineage("docker.io/library/debian:12", "debian", tag));
            }
        });
        return repository;
    }

    private static Policy anyPolicy(Random random) {
        TagChoice[] choices = {
            TagChoice.every(),
            TagChoice.named("a", "1.2", "no-such-tag"),
            including("*2*", "a*"),
            excluding(TagChoice.every(), "*-1", "b"),
            versions(">=1.2-1", 2),
            versions("*", 1)
        };
        Policy.Entry[] entries = new Policy.Entry[1 + random.nextInt(3)];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = entry("r", choices[random.nextInt(choices.length)]);
        }
        return policy(entries);
    }
}
