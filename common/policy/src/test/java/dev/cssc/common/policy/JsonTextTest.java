package dev.cssc.common.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.cssc.common.policy.Policies.bytes;
import static dev.cssc.common.policy.Policies.problems;
import static org.assertj.core.api.Assertions.assertThat;

class JsonTextTest {
    @Test
    void aDocumentOfTheLargestSizeIsReadAndOneByteMoreIsNot() {
        var document = "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"r\",\"tags\":[\"a\"]}]}";
        var largest = document + " ".repeat(PolicyReader.LARGEST - document.length());

        assertThat(Policies.read(bytes(largest))).isInstanceOf(PolicyReading.Accepted.class);
        assertThat(problems(bytes(largest + " ")).getFirst().message())
                .isEqualTo("is larger than 10485760 bytes, the most that is read");
    }

    @Test
    void whatIsNoTextIsTold() {
        assertThat(told(new byte[0])).isEqualTo("$: is empty; expected a JSON object");
        assertThat(told(bytes(" \n\t"))).contains("nothing but white space");
        assertThat(told(bytes("\uFEFF{}"))).contains("byte order mark");
        assertThat(told(new byte[] {(byte) 0xFF, (byte) 0xFE, '{', 0, '}', 0})).contains("byte order mark");
        assertThat(told(new byte[] {'{', '"', (byte) 0xC3, '"', '}'}))
                .isEqualTo("$: is not UTF-8; save it in that encoding");
    }

    /** Slips that people make, each told where it is; ~ stands for a line break. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"version":"v1",}             | line 1, column 17 | there is a comma before the closing }; leave the comma out
            {"repositories":[~  1,~]}     | line 3, column 1  | there is a comma before the closing ]
            {"version":"v1"               | line 1, column 16 | it ends before it is complete; was the end cut off?
            {"repositories":[{"tags":["a" | line 1, column 30 | it ends before $.repositories[0].tags is complete
            {"a":"x                       | line 1, column 8  | it ends before it is complete
            {"a":"x~y"}                   | line 1, column 8  | a text is not closed by the end of its line
            {'a':1}                       | line 1, column 2  | ''' is not expected here; use double quotes
            {a:1}                         | line 1, column 2  | the word a is not expected here; put it in double quotes
            {"a":True}                    | line 1, column 6  | the word True is not expected here; write true
            {"a":NaN}                     | line 1, column 9  | the word NaN is not expected here
            version: v1                   | line 1, column 1  | the word version is not expected here
            {"a":1 // why~}               | line 1, column 8  | JSON knows no comments
            {"a":1 "b":2}                 | line 1, column 8  | is a comma or a colon missing before it?
            {"a":[1}                      | line 1, column 8  | '}' is not expected here
            {} {}                         | line 1, column 4  | is followed by another value
            {}}                           | line 1, column 3  | one bracket too many?
            <x/>                          | line 1, column 1  | '<' is not expected here
            """)
    void whatIsNoJsonIsToldInOurOwnWords(String text, String position, String words) {
        var told = told(bytes(text.replace('~', '\n')));

        assertThat(told).contains(position).contains(words).doesNotContain("Feature", "token", "Source");
    }

    @Test
    void everyKeyWrittenTwiceIsTold() {
        var problems = problems(
                bytes("{\"version\":\"v1\",\n\"version\":\"v1\",\"repositories\":[{\"tags\":[],\"tags\":[]}]}"));

        assertThat(problems)
                .extracting(PolicyProblem::toString)
                .containsExactly(
                        "$.version (line 2, column 11): is written twice, first in line 1, column 12; leave one of them out",
                        "$.repositories[0].tags (line 2, column 50): is written twice, first in line 2, column 40; leave one of them out");
    }

    @Test
    void deepNestingIsAProblemAndNotAnOverflow() {
        assertThat(told(bytes("[".repeat(100_000)))).contains("nests deeper than 64 levels");
    }

    @Test
    void aNumberWithoutEndIsAProblem() {
        assertThat(told(bytes("{\"a\":" + "1".repeat(100_000) + "}"))).contains("number that is too long");
    }

    private static String told(byte[] document) {
        return problems(document).getFirst().toString();
    }
}
