package dev.cssc.common.version;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

class RpmVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.0-1, 1.0-2",
        "1.0-9, 1.0-10",
        "1.0-1.el9, 1.0-1.el9_4",
        "1.0-1.el9_4, 1.0-1.el9_4.1",
        "9.9-1, 1:0.1-1",
        "1:9-1, 2:0-1",
        "2.0, 2.0.1",
        "2.0.1, 2.0.1a",
        "5.5p1, 5.5p10",
        "10xyz, 10.1xyz",
        "xyz10, xyz10.1",
        "xyz.4, 2",
        "6.0, 6.0.rc1",
        "10a1, 10b2",
        "1.0a, 1.0aa",
        "10.0001, 10.0039",
        "4.999.9, 5.0",
        "1.0~rc1, 1.0",
        "1.0~rc1, 1.0~rc2",
        "1.0~rc1~git123, 1.0~rc1",
        "1.0, 1.0^",
        "1.0, 1.0^git1",
        "1.0^git1, 1.0^git2",
        "1.0^git1, 1.01",
        "1.0^20160101, 1.0.1",
        "1.0^20160101, 1.0^20160102^git1",
        "1.0~rc1, 1.0~rc1^git1",
        "1.0^git1~pre, 1.0^git1",
        "1, 99999999999999999999999999",
    })
    void firstIsOlder(String older, String newer) {
        assertThat(new RpmVersion(older)).isLessThan(new RpmVersion(newer));
        assertThat(new RpmVersion(newer)).isGreaterThan(new RpmVersion(older));
    }

    @ParameterizedTest
    @CsvSource({"1.0-1, 0:1.0-1", "10.0001, 10.1", "2_0, 2.0", "a+, a_", "1.0-1, 1.00-01"})
    void differentWritingOfTheSameVersion(String one, String other) {
        assertThat(new RpmVersion(one).compareTo(new RpmVersion(other))).isZero();
    }

    @Test
    void anEpochOfZeroIsNotWritten() {
        assertThat(RpmVersion.normalised("0:1.0-1")).isEqualTo("1.0-1");
        assertThat(RpmVersion.normalised("1:1.0-1")).isEqualTo("1:1.0-1");
        assertThat(RpmVersion.normalised("10:1.0-1")).isEqualTo("10:1.0-1");
    }

    /** Compared by rpm's own library, many pairs in one call. */
    @Test
    void orderIsThatOfRpm() throws Exception {
        assumeThat(Path.of("/usr/bin/rpm")).as("skipped: rpm is not installed").isExecutable();
        Random random = new Random(20261124);
        List<String> pairs = new ArrayList<>();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            String a = version(random);
            String b = version(random);
            pairs.add("{'" + a + "','" + b + "'}");
            answers.append(new RpmVersion(a).compareTo(new RpmVersion(b))).append('\n');
        }
        String script = "%{lua:for _,p in ipairs({"
                + String.join(",", pairs)
                + "}) do print(rpm.vercmp(p[1],p[2]) .. '\\n') end}";

        Process rpm = new ProcessBuilder("rpm", "--eval", script)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(rpm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(rpm.waitFor()).isZero();
        assertThat(said.strip()).isEqualTo(answers.toString().strip());
    }

    private static String version(Random random) {
        return random.ints(1 + random.nextInt(6), 0, ALPHABET.length())
                .mapToObj(i -> String.valueOf(ALPHABET.charAt(i)))
                .collect(Collectors.joining());
    }

    private static final String ALPHABET = "0012ab.._+~^";
}
