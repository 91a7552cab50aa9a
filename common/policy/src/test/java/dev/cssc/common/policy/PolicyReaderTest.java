package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.TagConvention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class PolicyReaderTest {
    private static final String REGISTRY = "registry.example";

    private final PolicyReader reader = new PolicyReader();

    @Test
    void acrsDocumentIsReadUnchanged() {
        var policy = accepted("""
                {
                  "version": "v1",
                  "tag-convention": "floating",
                  "repositories": [
                    {"repository": "alpine", "tags": ["tag1", "tag2"], "enabled": true},
                    {"repository": "python", "tags": ["*"], "enabled": false},
                    {"repository": "ubuntu", "tags": ["v*"]}
                  ]
                }
                """);

        assertThat(policy)
                .isEqualTo(new Policy(
                        TagConvention.FLOATING,
                        List.of(
                                entry(0, "alpine", TagChoice.named("tag1", "tag2"), true),
                                entry(1, "python", TagChoice.every(), false),
                                entry(2, "ubuntu", TagChoice.named("v*"), true))));
    }

    private static Policy.Entry entry(int index, String repository, TagChoice tags, boolean enabled) {
        return new Policy.Entry(
                "$.repositories[" + index + "]",
                REGISTRY,
                repository,
                tags,
                TagConvention.FLOATING,
                Criteria.NONE,
                enabled);
    }

    @Test
    void whatIsLeftOutIsIncrementalAndEnabled() {
        var policy = accepted("{'version':'v1','repositories':[{'repository':'r','tags':['a']}],'more':{'x':1}}");

        assertThat(policy.tagConvention()).isEqualTo(TagConvention.INCREMENTAL);
        assertThat(policy.repositories().getFirst().enabled()).isTrue();
    }

    @Test
    void entriesOfOneRepositoryThatDifferAreAccepted() {
        assertThat(accepted(
                                "{'version':'v1','repositories':[{'repository':'r','tags':['a']},{'repository':'r','tags':['b']}]}")
                        .repositories())
                .hasSize(2);
    }

    /** One slip each: where it is told, and that the words say what. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            []                                                                             | $ | is an array; expected an object
            7                                                                              | $ | is a number
            null                                                                           | $ | is null
            {'repositories':[{'repository':'r','tags':['a']}]}                             | $ | lacks "version"
            {'Version':'v1','repositories':[{'repository':'r','tags':['a']}]}              | $ | lacks "version"
            {'version':'v1'}                                                               | $ | lacks "repositories"
            {'version':1,'repositories':[{'repository':'r','tags':['a']}]}                 | $.version | is a number; expected a string
            {'version':'V1','repositories':[{'repository':'r','tags':['a']}]}              | $.version | expected one of ["v1"]
            {'version':'v1','tag-convention':'','repositories':[{'repository':'r','tags':['a']}]}         | $.tag-convention | expected one of
            {'version':'v1','tag-convention':'Floating','repositories':[{'repository':'r','tags':['a']}]} | $.tag-convention | case matters
            {'version':'v1','repositories':[]}                                             | $.repositories | is an empty array
            {'version':'v1','repositories':{}}                                             | $.repositories | is an object; expected an array
            {'version':'v1','repositories':[7]}                                            | $.repositories[0] | expected an object
            {'version':'v1','repositories':[{'tags':['a']}]}                               | $.repositories[0] | lacks "repository"
            {'version':'v1','repositories':[{'repository':'','tags':['a']}]}               | $.repositories[0].repository | is an empty string
            {'version':'v1','repositories':[{'repository':'r'}]}                           | $.repositories[0] | lacks "tags"
            {'version':'v1','repositories':[{'repository':'r','tags':null}]}               | $.repositories[0].tags | is null
            {'version':'v1','repositories':[{'repository':'r','tags':[]}]}                 | $.repositories[0].tags | is an empty array
            {'version':'v1','repositories':[{'repository':'r','tags':['']}]}               | $.repositories[0].tags[0] | is an empty string
            {'version':'v1','repositories':[{'repository':'r','tags':[null]}]}             | $.repositories[0].tags[0] | is null
            {'version':'v1','repositories':[{'repository':'r','tags':['a','a']}]}          | $.repositories[0].tags | two equal elements
            {'version':'v1','repositories':[{'repository':'r','tags':['a']},{'tags':['a'],'repository':'r'}]} | $.repositories | two equal elements
            {'version':'v1','repositories':[{'repository':'r','tags':['a'],'enabled':null}]}   | $.repositories[0].enabled | is null; expected a boolean
            {'version':'v1','repositories':[{'repository':'r','tags':['a'],'enabled':'yes'}]}  | $.repositories[0].enabled | is a string
            {'version':'v1','repositories':[{'repository':'r','tags':['b','*']}]}          | $.repositories[0].tags[1] | beside other tags
            {'version':'v1','repositories':[{'repository':'r','tags':['a-1']}]}            | $.repositories[0].tags[0] | reserved for patches
            {'version':'v1','repositories':[{'repository':'r','tags':['a-999']}]}          | $.repositories[0].tags[0] | reserved for patches
            {'version':'v1','repositories':[{'repository':'r','tags':['a-0']}]}            | $.repositories[0].tags[0] | reserved for patches
            {'version':'v1','repositories':[{'repository':'r','tags':['a-007']}]}          | $.repositories[0].tags[0] | reserved for patches
            {'version':'v1','repositories':[{'repository':'r','tags':['a-patched'],'enabled':false}]} | $.repositories[0].tags[0] | reserved for patches
            """)
    void whatBreaksARuleIsToldByItsPath(String document, String path, String words) {
        var problems = problems(json(document));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().path()).isEqualTo(path);
        assertThat(problems.getFirst().message()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"a-1000", "a-", "a1", "1", "a-1x", "patched", "a-patched2", "2024.01.15"})
    void whatOnlyLooksReservedIsAccepted(String tag) {
        accepted("{'version':'v1','repositories':[{'repository':'r','tags':['" + tag + "']}]}");
    }

    @Test
    void allProblemsAreToldAtOnceWithTheirPlaces() {
        var problems = problems("""
                {
                  "tag-convention": "sometimes",
                  "repositories": [
                    {"repository": "a", "tags": ["ok", "x-1",
                        "*"]},
                    {"repository": 5, "tags": []}
                  ]
                }
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(problems)
                .extracting(p -> p.path() + " " + p.position().orElseThrow())
                .containsExactlyInAnyOrder(
                        "$ line 1, column 1",
                        "$.tag-convention line 2, column 21",
                        "$.repositories[0].tags[1] line 4, column 40",
                        "$.repositories[0].tags[2] line 5, column 9",
                        "$.repositories[1].repository line 6, column 20",
                        "$.repositories[1].tags line 6, column 31");
    }

    @Test
    void problemsHaveTheSameWordsInEveryLanguage() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(problems(json("{}")).getFirst().message()).isEqualTo("lacks \"version\"");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aDocumentOfTheLargestSizeIsReadAndOneByteMoreIsNot() {
        var document = "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"r\",\"tags\":[\"a\"]}]}";
        var largest = document + " ".repeat(PolicyReader.LARGEST - document.length());

        assertThat(reader.read(bytes(largest), Optional.of(REGISTRY))).isInstanceOf(PolicyReading.Accepted.class);
        assertThat(problems(bytes(largest + " ")).getFirst().message())
                .isEqualTo("is 10485761 bytes long; at most 10485760 are read");
    }

    @Test
    void whatIsNoJsonIsToldInWordsThatHelp() {
        var inOrder = List.of(
                told(new byte[0]),
                told(bytes(" \n\t")),
                told(bytes("\uFEFF{}")),
                told(new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0}),
                told(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}),
                told(bytes("{\"version\":\"v1\",}")),
                told(bytes("{\"repositories\":[\n  1,\n]}")),
                told(bytes("{\"version\":\"v1\"")),
                told(bytes("{} {}")));

        assertThat(inOrder.get(0)).isEqualTo("$: is empty; expected a JSON object");
        assertThat(inOrder.get(1)).contains("nothing but white space");
        assertThat(inOrder.get(2)).contains("byte order mark");
        assertThat(inOrder.get(3)).contains("byte order mark");
        assertThat(inOrder.get(4)).contains("is not UTF-8");
        assertThat(inOrder.get(5)).contains("comma before the closing }").contains("line 1");
        assertThat(inOrder.get(6)).contains("comma before the closing ]").contains("line 3");
        assertThat(inOrder.get(7)).contains("is not JSON").contains("line 1");
        assertThat(inOrder.get(8)).isEqualTo("$ (line 1, column 4): is followed by another value");
    }

    @Test
    void everyKeyWrittenTwiceIsTold() {
        var problems = problems(
                bytes("{\"version\":\"v1\",\n\"version\":\"v1\",\"repositories\":[{\"tags\":[],\"tags\":[]}]}"));

        assertThat(problems)
                .extracting(PolicyProblem::toString)
                .containsExactly(
                        "$.version (line 2, column 11): is written twice, first in line 1, column 12",
                        "$.repositories[0].tags (line 2, column 50): is written twice, first in line 2, column 40");
    }

    @Test
    void deepNestingIsAProblemAndNotAnOverflow() {
        assertThat(told(bytes("[".repeat(100_000)))).contains("is not JSON").contains("depth");
    }

    @Test
    void aDocumentWithinAnotherIsReadByTheSameRules() throws Exception {
        var body = new ObjectMapper().readTree("{\"policy\":{\"version\":\"v2\"}}");

        var reading = (PolicyReading.Refused) reader.read(body.path("policy"), Optional.of(REGISTRY));

        assertThat(reading.problems().all())
                .extracting(PolicyProblem::path)
                .containsExactlyInAnyOrder("$", "$.version");
        assertThat(reading.problems().toFailure().reason()).isEqualTo(ReasonCode.POLICY_INVALID);
    }

    @Test
    void aFloodOfProblemsIsCut() {
        var tags = IntStream.range(0, 5_000).mapToObj(i -> "\"v" + i + "-1\"").collect(Collectors.joining(","));
        var problems = problems(
                bytes("{\"version\":\"v1\",\"repositories\":[{\"repository\":\"r\",\"tags\":[" + tags + "]}]}"));

        assertThat(problems).hasSize(101);
        assertThat(problems.getLast().message()).isEqualTo("has 4900 more problems");
    }

    private Policy accepted(String document) {
        return switch (reader.read(json(document), Optional.of(REGISTRY))) {
            case PolicyReading.Accepted(Policy policy, var warnings) -> policy;
            case PolicyReading.Refused(PolicyProblems problems) -> throw new AssertionError(problems.toString());
        };
    }

    private List<PolicyProblem> problems(byte[] document) {
        return switch (reader.read(document, Optional.of(REGISTRY))) {
            case PolicyReading.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
            case PolicyReading.Refused(PolicyProblems problems) -> problems.all();
        };
    }

    private String told(byte[] document) {
        return problems(document).getFirst().toString();
    }

    private static byte[] json(String withApostrophes) {
        return bytes(withApostrophes.replace('\'', '"'));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
