package dev.cssc.common.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.OptionalInt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SemverWindowTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            >=1.2 <2,        1.2,        true
            >=1.2 <2,        v1.9.9,     true
            >= 1.2 < 2,      1.1,        false
            >= 1.2 < 2,      2.0,        false
            >= 1.2 < 2,      1.3,        true
            >=1.2 <2,        2.0,        false
            >=1.2 <2,        1.2-slim,   false
            >=1.2 <2,        1.10.0,     true
            ^1.4,            1.4.0,      true
            ^1.4,            1.3.9,      false
            ~1.4,            1.5.0,      false
            1.x,             1.7.3,      true
            1.2 - 1.4,       1.4.9,      true
            1.2 - 1.4,       1.5.0,      false
            1.2 || 3,        3.1.0,      true
            1.2 || 3,        2.0.0,      false
            v1.2,            1.2.7,      true
            >=1.2.3-rc.1 <2, 1.2.3-rc.2, true
            >=1.2.3-rc.1 <2, 1.2.4-rc.2, false
            *,               9.9,        true
            """)
    void rangesAreNpms(String range, String tag, boolean inside) {
        var window = SemverWindow.of(Optional.of(range), OptionalInt.empty());

        assertThat(window.holds(TagVersion.of(tag).orElseThrow())).isEqualTo(inside);
    }

    /** The library underneath skips what it cannot read, or takes it for everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "latest",
                "abc",
                ">=1.2, <2",
                ">=1.2 foo",
                "[1.0,2.0)",
                ">>1",
                "1 ||",
                "|| 1",
                ">=1.a",
                " ",
                "1.2.3.4"
            })
    void whatIsNoRangeIsRefused(String range) {
        assertThatThrownBy(() -> SemverWindow.of(Optional.of(range), OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutRangeEveryReleaseIsInside() {
        var window = SemverWindow.of(Optional.empty(), OptionalInt.of(2));

        assertThat(window.holds(TagVersion.of("0.0.1").orElseThrow())).isTrue();
        assertThat(window.holds(TagVersion.of("1.0.0-rc.1").orElseThrow())).isFalse();
        assertThat(window).hasToString("semver *, newest 2");
    }

    @ParameterizedTest
    @CsvSource({"1.2.3, 1.2.3", "v1.2.3, 1.2.3", "3.11, 3.11.0", "v3.11-slim, 3.11.0-slim", "1.2.3-1, 1.2.3-1"})
    void aTagIsReadAsAVersion(String tag, String version) {
        assertThat(TagVersion.of(tag)).hasValueSatisfying(v -> assertThat(v).hasToString(version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "20240115",
                "2024-01-15",
                "latest",
                "V1.2.3",
                "1.2.3.4",
                "01.2.3",
                "1.2.",
                "v",
                "1.2.3_1",
                "99999999999999999999.1.1",
                "1.2.3-01"
            })
    void whatIsNoVersionIsNone(String tag) {
        assertThat(TagVersion.of(tag)).isEmpty();
    }

    @Test
    void versionsAreOrderedByNumberAndTheSameVersionIsEqualHoweverWritten() {
        assertThat(TagVersion.of("1.10").orElseThrow())
                .isGreaterThan(TagVersion.of("1.9.9").orElseThrow())
                .isEqualTo(TagVersion.of("v1.10.0").orElseThrow())
                .hasSameHashCodeAs(TagVersion.of("v1.10.0").orElseThrow());
    }
}
