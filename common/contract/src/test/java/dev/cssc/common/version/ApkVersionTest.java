package dev.cssc.common.version;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

class ApkVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.2.4-r0, 1.2.4-r1",
        "1.2.4-r9, 1.2.4-r10",
        "1.2.4-r10, 1.2.5-r0",
        "1.36.1-r5, 1.36.1-r15",
        "3.1.4-r5, 3.1.7-r0",
        "1.0, 1.0.0",
        "1.0, 1.0a",
        "1.0a, 1.0b",
        "1.0b-r1, 1.0b-r2",
        "1.0_alpha, 1.0_beta",
        "1.0_beta, 1.0_pre",
        "1.0_pre, 1.0_rc",
        "1.0_rc1, 1.0_rc2",
        "1.0_rc2, 1.0",
        "1.0, 1.0_p1",
        "1.0_git20240101, 1.0_p1",
        "1.0_alpha, 1.0_alpha2",
        "6.0_pre1, 6.0",
        "8.2.0, 8.2.001",
        "8.2.0015, 8.2.002",
        "1.001, 1.01",
        "1.0~1234, 1.0~2345",
        "1.0~1234-r0, 1.0~1234-r1",
        "2, 10",
        "1.06-r6, 006",
        "1, 99999999999999999999999999"
    })
    void firstIsOlder(String older, String newer) {
        assertThat(new ApkVersion(older)).isLessThan(new ApkVersion(newer));
        assertThat(new ApkVersion(newer)).isGreaterThan(new ApkVersion(older));
    }

    @ParameterizedTest
    @CsvSource({"1.0, 1.0", "01, 1", "1.0_p0, 1.0_p00", "1.2-r01, 1.2-r1"})
    void differentWritingOfTheSameVersion(String one, String other) {
        assertThat(new ApkVersion(one).compareTo(new ApkVersion(other))).isZero();
    }

    /** What is not a version is older than any version that begins like it, and never a failure. */
    @ParameterizedTest
    @CsvSource({"1.0bc, 1.0b", "1.0_nosuch, 1.0", "x, 1", "1..2, 1.2"})
    void whatIsNoVersionIsOlder(String invalid, String version) {
        assertThat(new ApkVersion(invalid)).isLessThan(new ApkVersion(version));
    }

    @Test
    void orderIsTotal() {
        Random random = new Random(20261124);
        for (int i = 0; i < 20_000; i++) {
            ApkVersion a = version(random);
            ApkVersion b = version(random);
            ApkVersion c = version(random);
            assertThat(Integer.signum(a.compareTo(b))).as("%s %s", a, b).isEqualTo(-Integer.signum(b.compareTo(a)));
            List<ApkVersion> sorted = new ArrayList<>(List.of(a, b, c));
            Collections.sort(sorted);
            assertThat(sorted.get(0).compareTo(sorted.get(2))).as("%s", sorted).isLessThanOrEqualTo(0);
        }
    }

    private static ApkVersion version(Random random) {
        String numbers = random.ints(1 + random.nextInt(3), 0, 12)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining("."));
        List<String> suffixes = List.of("", "", "a", "_rc1", "_p2", "_git3");
        List<String> revisions = List.of("", "-r0", "-r1", "-r12");
        return new ApkVersion(numbers
                + suffixes.get(random.nextInt(suffixes.size()))
                + revisions.get(random.nextInt(revisions.size())));
    }
}
