package dev.cssc.common.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Random;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GlobTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            *          | anything.at-all | true
            v1*        | v1              | true
            v1*        | v12.3           | true
            v1*        | V1              | false
            v1*        | xv1             | false
            1.2        | 1.2             | true
            1.2        | 1a2             | false
            1.?        | 1.2             | true
            1.?        | 1.              | false
            1.?        | 1.22            | false
            *-rc*      | 1.2-rc.1        | true
            *-rc*      | 1.2             | false
            *a*b*c     | xaxbxbc         | true
            *a*b*c     | xaxcxb          | false
            [0-9]*     | 1.2             | true
            [0-9]*     | v1              | false
            [!0-9]*    | v1              | true
            [!0-9]*    | 1               | false
            v[13-57].0 | v4.0            | true
            v[13-57].0 | v2.0            | false
            [a-]x      | -x              | true
            [-a]x      | -x              | true
            a**b       | ab              | true
            """)
    void fitsTheWholeTag(String glob, String tag, boolean fits) {
        assertThat(Glob.parse(glob).matches(tag)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            v(1)   | no regular expressions
            a/b    | holds '/'
            ü      | which no tag can hold
            a b    | which no tag can hold
            [ab    | has a [ without its ]
            []     | empty set
            [!]    | empty set
            [b-a]  | ends before it begins
            [a/]   | holds '/'
            ab]    | holds ']'
            """)
    void whatCanFitNoTagIsRefused(String glob, String words) {
        assertThatThrownBy(() -> Glob.parse(glob))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    @Test
    void agreesWithTheSameRegularExpression() {
        long seed = 20261124;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String glob = letters(random, "ab*?", 1 + random.nextInt(8));
            String tag = letters(random, "ab", 1 + random.nextInt(10));
            String regex = glob.replace("*", ".*").replace("?", ".");

            assertThat(Glob.parse(glob).matches(tag))
                    .as("seed %d: %s on %s", seed, glob, tag)
                    .isEqualTo(Pattern.matches(regex, tag));
        }
    }

    private static String letters(Random random, String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
