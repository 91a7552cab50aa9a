package dev.cssc.common.testing.document;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class DocumentTest {
    private static List<ShellCommand> commands(String markdown) {
        return document(markdown).commands();
    }

    private static Document document(String markdown) {
        return new Document("a.md", markdown.lines().toList());
    }

    @Test
    void indentedBlocksAndThoseWithoutALanguageAreForAShell() {
        assertThat(commands("""
                        Type

                            one 1
                            two    # a comment

                        or
                        ```
                        three
                        ```
                        ```sh
                        # not typed
                        four
                        ```
                        """))
                .extracting(ShellCommand::text, ShellCommand::line)
                .containsExactly(tuple("one 1", 3), tuple("two", 4), tuple("three", 8), tuple("four", 12));
    }

    @Test
    void whatSaysThatItIsSomethingElseIsNotTyped() {
        assertThat(commands("""
                        ```text
                        one
                        ```
                        ```json
                        {"two": 2}
                        ```
                        - a point
                            that goes on
                        """)).isEmpty();
    }

    @Test
    void linesWithoutAPromptAreTheAnswerToTheOneBefore() {
        assertThat(commands("""

                            $ one
                            a  1

                              b

                            $ two \\
                                --three
                        """))
                .extracting(ShellCommand::text, ShellCommand::shown)
                .containsExactly(tuple("one", List.of("a  1", "  b")), tuple("two --three", List.of()));
    }

    @Test
    void aCommandGoesOnToItsEnd() {
        assertThat(commands("""
                        ```sh
                        one \\
                            --two
                        cat > file <<'END'
                        three # no comment
                        END
                        for a in 1 2; do
                            four "$a"
                        done
                        echo 'five
                        # six'
                        echo "# seven"  # a comment
                        ```
                        """))
                .extracting(ShellCommand::text)
                .containsExactly(
                        "one --two",
                        "cat > file <<'END'\nthree # no comment\nEND",
                        "for a in 1 2; do\n    four \"$a\"\ndone",
                        "echo 'five\n# six'",
                        "echo \"# seven\"");
    }

    @Test
    void proseKeepsItsLineNumbers() {
        assertThat(document("""
                        See `one`:

                            two
                        ```
                        three
                        ```
                        and four
                        """).prose()).containsExactly("See `one`:", "", "", "```", "", "```", "and four");
    }
}
