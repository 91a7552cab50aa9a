package dev.cssc.patch.retention;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class SurplusTest {
    private static final Repository REPOSITORY = new Repository("r.example", "app");
    private static final List<OldPatch> TWELVE = patches(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);

    private final Map<Tag, Digest> there = new HashMap<>();

    SurplusTest() {
        TWELVE.forEach(patch -> there.put(patch.tag(), patch.digest()));
    }

    @Test
    void theHighestNumbersStayAndNotTheLastOnesOfTheAlphabet() {
        assertThat(surplus(TWELVE, 3)).containsExactly("1-9", "1-8", "1-7", "1-6", "1-5", "1-4", "1-3", "1-2", "1-1");
    }

    @Test
    void whereFewerAreThereThanAreKeptAllStay() {
        assertThat(surplus(TWELVE, 12)).isEmpty();
        assertThat(surplus(TWELVE, 500)).isEmpty();
        assertThat(surplus(List.of(), 1)).isEmpty();
    }

    @Test
    void patchesOfASourceDigestThatWasReplacedCountLikeAnyOther() {
        OldPatch before = patch("a", "1-1");
        OldPatch now = patch("b", "1-2");
        there.clear();
        there.put(before.tag(), before.digest());
        there.put(now.tag(), now.digest());

        assertThat(surplus(List.of(before, now), 1)).containsExactly("1-1");
    }

    @Test
    void aPatchWhoseTagIsGoneOrElsewhereTakesNobodysPlace() {
        there.remove(new Tag("1-12"));
        there.put(new Tag("1-11"), Digest.of("somebody else's"));

        assertThat(surplus(TWELVE, 3)).startsWith("1-7");
        assertThat(surplus(TWELVE, 1)).startsWith("1-9");
    }

    @Test
    void aFloatingTagNeitherCountsNorGoes() {
        OldPatch floating = patch("a", "1-patched");
        OldPatch numbered = patch("a", "1-1");
        there.put(floating.tag(), floating.digest());

        assertThat(surplus(List.of(floating, numbered), 1)).isEmpty();
    }

    @Test
    void theRegistryIsNotAskedWhereNoneCanBeMoreThanAreKeptOrWasTriedShortlyBefore() {
        OldPatch tried = new OldPatch(
                UUID.randomUUID(),
                TWELVE.getFirst().source(),
                REPOSITORY,
                new Tag("1-1"),
                Digest.of("1-1"),
                List.of(Digest.of("1-1")),
                false);

        assertThat(Surplus.possible(TWELVE, 12)).isEmpty();
        assertThat(Surplus.possible(List.of(tried, patch("a", "1-2")), 1)).isEmpty();
        assertThat(Surplus.possible(TWELVE, 11)).extracting(OldPatch::tag).containsExactly(new Tag("1-1"));
    }

    private List<String> surplus(List<OldPatch> published, int keep) {
        return Surplus.of(published, keep, there).stream()
                .map(patch -> patch.tag().value())
                .toList();
    }

    private static List<OldPatch> patches(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> patch("a", "1-" + number))
                .toList();
    }

    private static OldPatch patch(String source, String tag) {
        Digest digest = Digest.of(tag);
        return new OldPatch(
                UUID.randomUUID(),
                new PinnedImage(REPOSITORY, new Tag("1"), Digest.of(source)),
                REPOSITORY,
                new Tag(tag),
                digest,
                List.of(digest),
                true);
    }
}
