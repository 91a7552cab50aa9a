package dev.cssc.common.version;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class DebianVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.1",
        "1.9, 1.10",
        "1.0~rc1, 1.0",
        "1.0~~, 1.0~",
        "1.0-1, 1.0-1+deb12u1",
        "2.36-9+deb12u9, 2.36-9+deb12u13",
        "5.4.1-1+deb12u1, 5.4.1-1+deb12u2",
        "9.9, 1:0.1",
        "1:1.0, 2:0.5",
        "1.0a, 1.0+",
        "1.0, 1.0a",
        "2026b-0+deb12u1, 2026f-0+deb12u1",
        "1.0-1~deb12u1, 1.0-1",
        "1.34+dfsg-1.2, 1.34+dfsg-1.2+deb12u1",
        "1, 99999999999999999999999999",
        "1, 1.",
        "1.2-3, 1.2-3.1",
        "0.1-a, 0.1-1.0-a",
    })
    void firstIsOlder(String older, String newer) {
        assertThat(new DebianVersion(older)).isLessThan(new DebianVersion(newer));
        assertThat(new DebianVersion(newer)).isGreaterThan(new DebianVersion(older));
        assertThat(new DebianVersion(newer).reaches(new DebianVersion(older))).isTrue();
        assertThat(new DebianVersion(older).reaches(new DebianVersion(newer))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1.0, 0:1.0", "1.0, 1.0-0", "1.0, 1.00", "1.01-1, 1.1-01"})
    void differentWritingOfTheSameVersion(String one, String other) {
        assertThat(new DebianVersion(one).sameAs(new DebianVersion(other))).isTrue();
    }

    @Test
    void orderIsTotal() {
        Random random = new Random(20261124);
        for (int i = 0; i < 20_000; i++) {
            DebianVersion a = version(random);
            DebianVersion b = version(random);
            DebianVersion c = version(random);
            assertThat(Integer.signum(a.compareTo(b))).as("%s %s", a, b).isEqualTo(-Integer.signum(b.compareTo(a)));
            List<DebianVersion> sorted = new ArrayList<>(List.of(a, b, c));
            Collections.sort(sorted);
            assertThat(sorted.get(0).compareTo(sorted.get(2))).as("%s", sorted).isLessThanOrEqualTo(0);
            assertThat(a.compareTo(new DebianVersion(a.text()))).isZero();
        }
    }

    @Test
    void orderIsThatOfDpkg() throws Exception {
        assumeThat(Path.of("/usr/bin/dpkg"))
                .as("skipped: dpkg is not installed")
                .isExecutable();
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            DebianVersion a = version(random);
            DebianVersion b = version(random);
            String relation = a.compareTo(b) < 0 ? "lt" : a.compareTo(b) > 0 ? "gt" : "eq";

            int exit = new ProcessBuilder("dpkg", "--compare-versions", a.text(), relation, b.text())
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();

            assertThat(exit).as("%s %s %s", a, relation, b).isZero();
        }
    }

    /** Short versions over few characters, so that neighbours and equals are frequent. */
    private static DebianVersion version(Random random) {
        StringBuilder text = new StringBuilder();
        if (random.nextInt(4) == 0) {
            text.append(random.nextInt(3)).append(':');
        }
        text.append(random.nextInt(3));
        run(random, text, "01a~+.z");
        if (random.nextBoolean()) {
            text.append('-').append(random.nextInt(2));
            run(random, text, "01b~+.");
        }
        return new DebianVersion(text.toString());
    }

    private static void run(Random random, StringBuilder text, String alphabet) {
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
    }
}
