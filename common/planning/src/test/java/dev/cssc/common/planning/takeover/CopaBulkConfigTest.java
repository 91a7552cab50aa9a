package dev.cssc.common.planning.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CopaBulkConfigTest {
    private static final Path FILES = Path.of("src/test/resources/takeover");
    private static final String HEAD = "apiVersion: copa.sh/v1alpha1\nkind: PatchConfig\n";

    /** Run with {@code -Dgolden.update} after a deliberate change, and read the difference. */
    @ParameterizedTest
    @ValueSource(strings = {"documented", "equal", "odd"})
    void aFileBecomesThatPolicyAndThoseRemarks(String name) throws IOException {
        CopaBulkConfig.Translation translation =
                CopaBulkConfig.translate(Files.readAllBytes(FILES.resolve(name + ".yaml")));

        String written = translation.policy().toPrettyString() + "\n"
                + translation.withoutEqual().stream().map(p -> p + "\n").collect(Collectors.joining());
        assertThat(written).isEqualTo(Golden.kept(FILES.resolve(name + ".golden"), written));
    }

    @ParameterizedTest
    @ValueSource(strings = {"documented", "equal", "odd"})
    void whatItBecomesIsAPolicy(String name) throws IOException {
        JsonNode policy = CopaBulkConfig.translate(Files.readAllBytes(FILES.resolve(name + ".yaml")))
                .policy();

        assertThat(new PolicyReader().read(policy, Optional.empty())).isInstanceOf(PolicyReading.Accepted.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            ^v1\\..*$               ; v1.*
            ^v1\\.                  ; v1.*
            ^1\\.2[0-9]\\.\\d$    ; 1.2[0-9].[0-9]
            ^[^a-z.]-x$           ; [!a-z.]-x
            alpine                  ; *alpine*
            -slim$                  ; *-slim
            ^1\\.2.$                ; 1.2?
            ^1\\..+$                ; 1.?*
            ^(20|22)\\.04$          ; 20.04,22.04
            ^(?:a|b\\.c)-(x|y)$     ; a-x,a-y,b.c-x,b.c-y
            ^1\\.25\\.3$            ; 1.25.3
            """)
    void aPatternThatIsAGlobBecomesOne(String pattern, String globs) {
        assertThat(TagPattern.asGlobs(pattern)).contains(List.of(globs.split(",")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^1\\.2[0-9]\\.[0-9]+$",
                "\\d+",
                "^1|2$",
                "^v?1\\.0$",
                "^(a|b)+$",
                "^(a|[bc])$",
                "^(a|b$",
                "^a{2}$",
                "^[$]$",
                "^[0-9]*$",
                "^\\d+$",
                "^.*?$",
                "^.?$",
                "^a\\z",
                "(?i)alpine",
                "a$b",
                "^((a|b)|c)$"
            })
    void aPatternThatIsNoGlobHasNoEqual(String pattern) {
        assertThat(TagPattern.asGlobs(pattern)).isEmpty();
    }

    @Test
    void manyAlternativesAreNotMultipliedWithoutEnd() {
        assertThat(TagPattern.asGlobs("^" + "(a|b|c|d)".repeat(30) + "$")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                         | empty
            'just text'                                                | line 1, column 1
            'apiVersion: copa.sh/v1\nkind: PatchConfig'                | line 1, column 13: expected apiVersion: copa.sh/v1alpha1
            'apiVersion: copa.sh/v1alpha1\nkind: Deployment'           | line 2, column 7: expected kind: PatchConfig
            'kind: PatchConfig'                                        | expected apiVersion
            'apiVersion: copa.sh/v1alpha1\napiVersion: x'              | line 2, column 1: the key apiVersion is written twice
            'images: [\n  a'                                           | line 2
            'a: &a [*a]'                                               | levels
            """)
    void whatIsNoFileOfCopasIsRefusedWithItsPlace(String yaml, String words) {
        assertThatThrownBy(
                        () -> CopaBulkConfig.translate(yaml.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(FailureException.class, e -> {
                    assertThat(e.failure().reason()).isEqualTo(ReasonCode.POLICY_INVALID);
                    assertThat(e.failure().detail()).contains(words);
                });
    }

    @Test
    void aliasesThatMultiplyThemselvesAreRefused() {
        StringBuilder bomb = new StringBuilder(HEAD + "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 12; i++) {
            String previous = "*a" + (i - 1);
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(",", List.of(previous, previous, previous, previous, previous))));
        }

        assertThatThrownBy(() -> CopaBulkConfig.translate(bomb.toString().getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.POLICY_INVALID));
    }

    @Test
    void aTypeNamedByTheDocumentIsNeverMade() {
        String yaml = HEAD + "images: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://127.0.0.1:1/\"]]\n";

        assertThatThrownBy(() -> CopaBulkConfig.translate(yaml.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().detail()).contains("line 3, column 9", "tag is not allowed"));
    }

    @Test
    void moreThanTheLimitIsRefused() {
        byte[] large = (HEAD + "# " + "x".repeat(YamlTree.LARGEST)).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> CopaBulkConfig.translate(large))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }
}
