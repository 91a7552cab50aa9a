package dev.cssc.patch.engine.buildah;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DebianVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.1",
        "1, 1.",
        "1.9, 1.10",
        "1.0~rc1, 1.0",
        "1.0~~, 1.0~",
        "1.0, 1.0a",
        "1.0a, 1.0+b",
        "9, 1:0",
        "2026b-0+deb12u1, 2026f-0+deb12u1",
        "5.4.1-1+deb12u1, 5.4.1-1+deb12u2",
        "10.42-1, 10.42-1+deb12u2",
        "5.36.0-7+deb12u9, 5.36.0-7+deb12u10",
        "1.0-1~deb12u1, 1.0-1",
        "1.2-3, 1.2-3.1",
        "0.1-a, 0.1-1.0-a"
    })
    void theFirstIsOlder(String older, String newer) {
        assertThat(DebianVersion.parse(older)).isLessThan(DebianVersion.parse(newer));
        assertThat(DebianVersion.parse(newer)).isGreaterThan(DebianVersion.parse(older));
        assertThat(DebianVersion.reaches(newer, older)).isTrue();
        assertThat(DebianVersion.reaches(older, newer)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1.0", "1.0, 0:1.0", "1.0, 1.0-0", "1.01, 1.1", "1.0, 1.00"})
    void bothAreTheSame(String one, String other) {
        assertThat(DebianVersion.parse(one)).isEqualByComparingTo(DebianVersion.parse(other));
    }
}
