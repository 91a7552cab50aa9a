package dev.cssc.common.policy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** Whatever comes in, reading ends with a policy or with problems, and every problem has words. */
class PolicyFuzzTest {
    private static final String DOCUMENT = """
            {"version": "v1", "registry": "a.example:5000", "tag-convention": "floating", "minimum-severity": "high",
             "platforms": ["linux/amd64"], "ignore": [{"vulnerability": "CVE-1", "reason": "r", "expires": "2026-12-31"}],
             "repositories": [
               {"repository": "r", "tags": ["a", "b"], "exclude": ["*-rc?"], "enabled": true},
               {"repository": "s", "include": ["v[0-9]*"], "semver": {"range": ">=1.2 <2", "newest": 3}}]}
            """;

    private static final String[] PIECES = {
        "\"tags\"",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "null",
        "true",
        "1e999",
        "-0",
        "\"*\"",
        "\"\\u0000\"",
        "\"a-1\"",
        "\uD800",
        "\"semver\":{\"range\":\"",
        "||",
        "\"include\":[\"[\"]",
        "\"2026-02-30\"",
        "\"$ref\"",
        " ",
        "\n",
        "\\",
        "\"",
        "'",
        "//"
    };

    @ParameterizedTest
    @ValueSource(longs = {20261124, 7, 42})
    void slipsEndInAPolicyOrInProblems(long seed) {
        Random random = new Random(seed);
        PolicyReader reader = new PolicyReader();
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(DOCUMENT);
            for (int slips = 1 + random.nextInt(4); slips > 0 && text.length() > 1; slips--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                    default -> text.setLength(Math.max(1, at));
                }
            }
            byte[] document = Policies.bytes(text.toString());
            assertThatCode(() -> check(reader.read(document, Optional.empty())))
                    .as("seed %d, try %d: %s", seed, i, text)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20261124, 7, 42})
    void bytesEndInProblems(long seed) {
        Random random = new Random(seed);
        PolicyReader reader = new PolicyReader();
        for (int i = 0; i < 3_000; i++) {
            byte[] document = new byte[random.nextInt(60)];
            random.nextBytes(document);
            assertThat(reader.read(document, Optional.empty()))
                    .as("seed %d, try %d", seed, i)
                    .isInstanceOf(PolicyReading.Refused.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20261124, 7, 42})
    void rangesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        String alphabet = "0123456789.<>=^~|- xXv*abr";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder range = new StringBuilder();
            for (int length = 1 + random.nextInt(12); length > 0; length--) {
                range.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThatCode(() -> {
                        try {
                            SemverWindow.of(Optional.of(range.toString()), OptionalInt.empty())
                                    .holds(TagVersion.of("1.2.3").orElseThrow());
                        } catch (IllegalArgumentException expected) {
                            assertThat(expected.getMessage()).isNotBlank();
                        }
                    })
                    .as("seed %d, try %d: %s", seed, i, range)
                    .doesNotThrowAnyException();
        }
    }

    private static void check(PolicyReading reading) {
        switch (reading) {
            case PolicyReading.Accepted accepted ->
                assertThat(accepted.policy().repositories()).isNotEmpty();
            case PolicyReading.Refused(PolicyProblems problems) ->
                assertThat(problems.all())
                        .isNotEmpty()
                        .allSatisfy(problem -> assertThat(problem.message()).isNotBlank());
        }
    }
}
