package dev.cssc.common.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;

/** ACR's naming rules: incremental {@code ^(.+)-([1-9]\d{0,2})$}, floating {@code ^(.+)-patched$}. */
class TagConventionTest {

    @ParameterizedTest
    @CsvSource({
        "a-1,1",
        "a-9,9",
        "a-10,10",
        "a-100,100",
        "a-999,999",
        "a-0,",
        "a-00,",
        "a-01,",
        "a-007,",
        "a-1000,",
        "a-x,",
        "a-,",
        "a,",
        "b-1,",
        "a-1-2,",
        "A-1,"
    })
    void theSuffixOfAnIncrementalPatchIsOneToNineHundredNinetyNineWithoutLeadingZero(String candidate, Integer suffix) {
        assertThat(TagConvention.incrementalSuffix(new Tag("a"), new Tag(candidate)))
                .isEqualTo(suffix == null ? OptionalInt.empty() : OptionalInt.of(suffix));
    }

    @Test
    void aDotInATagIsADotAndNoPattern() {
        assertThat(TagConvention.INCREMENTAL.namesPatchOf(new Tag("3.11"), new Tag("3-11-1")))
                .isFalse();
        assertThat(TagConvention.INCREMENTAL.namesPatchOf(new Tag("1.2"), new Tag("1a2-1")))
                .isFalse();
    }

    @Test
    void theOtherConventionsPatchesAreNone() {
        assertThat(TagConvention.INCREMENTAL.namesPatchOf(new Tag("x"), new Tag("x-patched")))
                .isFalse();
        assertThat(TagConvention.FLOATING.namesPatchOf(new Tag("x"), new Tag("x-4")))
                .isFalse();
        assertThat(TagConvention.FLOATING.namesPatchOf(new Tag("x"), new Tag("x-patched")))
                .isTrue();
        assertThat(TagConvention.FLOATING.namesPatchOf(new Tag("x"), new Tag("x-patched2")))
                .isFalse();
    }

    @Test
    void noTagIsMadeBeyondTheLimits() {
        assertThat(TagConvention.incrementalTag(new Tag("a"), 999)).contains(new Tag("a-999"));
        assertThat(TagConvention.incrementalTag(new Tag("a"), 1000)).isEmpty();
        assertThat(TagConvention.incrementalTag(new Tag("a".repeat(128)), 1)).isEmpty();
        assertThat(TagConvention.floatingTag(new Tag("a".repeat(121)))).isEmpty();
    }
}
