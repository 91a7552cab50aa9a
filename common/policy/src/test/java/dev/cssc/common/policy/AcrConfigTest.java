package dev.cssc.common.policy;

import dev.cssc.common.image.TagConvention;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static dev.cssc.common.policy.Policies.accepted;
import static dev.cssc.common.policy.Policies.bytes;
import static dev.cssc.common.policy.Policies.entry;
import static dev.cssc.common.policy.Policies.problems;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every edge of the configuration file that {@code az acr supply-chain workflow} checks at submission and acr-cli at run time. Where the two
 * differ, submission counts here, since nobody wants to learn of a slip from a run.
 */
class AcrConfigTest {

    @Nested
    class TheFile {
        /** ACR: "is too large". */
        @Test
        void largerThanTenMebibytesIsRefused() {
            assertThat(problem(new byte[PolicyReader.LARGEST + 1])).contains("is larger than 10485760 bytes");
        }

        /** ACR: "is empty". */
        @Test
        void emptyIsRefused() {
            assertThat(problem(new byte[0])).contains("is empty");
        }

        /** ACR: "cannot be parsed as a JSON file", which is all it says. */
        @Test
        void thatIsNoJsonIsRefusedWithThePlace() {
            assertThat(problem(bytes("version: v1"))).contains("line 1, column 1");
        }

        /** ACR: the same words for a byte order mark. */
        @Test
        void withAByteOrderMarkIsRefused() {
            assertThat(problem(bytes("\uFEFF{}"))).contains("byte order mark");
        }

        /** ACR: the same words; its own documentation has a sample like this. */
        @Test
        void withATrailingCommaIsRefused() {
            assertThat(problem(bytes("{\"version\":\"v1\",}"))).contains("leave the comma out");
        }

        /** ACR: "is not a valid config JSON file", and the first breach in a log. */
        @Test
        void thatBreaksTheSchemaIsRefusedWithEveryBreach() {
            assertThat(problems("{}")).hasSize(2);
        }

        private static String problem(byte[] file) {
            return problems(file).getFirst().toString();
        }
    }

    @Nested
    class Repositories {
        @Test
        void twiceAndEqualIsRefused() {
            assertThat(problems(repositories("{'repository':'r','tags':['a']},{'tags':['a'],'repository':'r'}")))
                    .hasSize(1);
        }

        @Test
        void twiceAndDifferentIsAccepted() {
            assertThat(accepted(repositories("{'repository':'r','tags':['a']},{'repository':'r','tags':['a','b']}"))
                            .policy()
                            .repositories())
                    .hasSize(2);
        }

        /** ACR accepts it and every run fails. */
        @Test
        void withoutANameIsRefused() {
            assertThat(problems(repositories("{'repository':'','tags':['a']}"))).hasSize(1);
        }

        @Test
        void enabledNullIsRefused() {
            assertThat(problems(entry("'tags':['a'],'enabled':null"))).hasSize(1);
        }

        private static String repositories(String elements) {
            return "{'version':'v1','repositories':[" + elements + "]}";
        }
    }

    @Nested
    class Tags {
        @Test
        void twiceIsRefused() {
            assertThat(problems(entry("'tags':['a','a']"))).hasSize(1);
        }

        @Test
        void noneIsRefused() {
            assertThat(problems(entry("'tags':[]"))).hasSize(1);
            assertThat(problems(entry("'tags':null"))).hasSize(1);
        }

        /** ACR accepts it and every run fails. */
        @Test
        void withoutANameIsRefused() {
            assertThat(problems(entry("'tags':['']"))).hasSize(1);
        }

        @Test
        void starAloneIsEveryTag() {
            assertThat(accepted(entry("'tags':['*']"))
                            .policy()
                            .repositories()
                            .getFirst()
                            .tags())
                    .isEqualTo(TagChoice.every());
        }

        @Test
        void starBesideOtherTagsIsAnError() {
            assertThat(problems(entry("'tags':['*','a']"))).hasSize(1);
        }

        /** ACR accepts it and takes it literally. */
        @Test
        void aGlobIsLiteralAndWarnedOf() {
            var reading = accepted(entry("'tags':['v*']"));

            assertThat(reading.policy().repositories().getFirst().tags()).isEqualTo(TagChoice.named("v*"));
            assertThat(reading.warnings()).hasSize(1);
        }

        /** Leading zeros are reserved at submission only: refused here too. */
        @Test
        void reservedSuffixesAreAllToldAtOnce() {
            assertThat(problems(entry("'tags':['x-0','x-00','x-007','x-1','x-999','x-patched']")))
                    .hasSize(6);
        }

        @Test
        void reservedSuffixesAreRefusedInADisabledRepository() {
            assertThat(problems(entry("'tags':['x-1'],'enabled':false"))).hasSize(1);
        }
    }

    @Nested
    class Keys {
        /** At run time ACR takes an empty one for incremental; at submission it refuses it. */
        @Test
        void anEmptyConventionIsRefused() {
            assertThat(problems(
                            "{'version':'v1','tag-convention':'','repositories':[{'repository':'r','tags':['a']}]}"))
                    .hasSize(1);
        }

        @Test
        void noConventionIsIncremental() {
            assertThat(accepted(entry("'tags':['a']")).policy().tagConvention()).isEqualTo(TagConvention.INCREMENTAL);
        }

        @Test
        void valuesInOtherCaseAreRefused() {
            assertThat(
                            problems(
                                    "{'version':'V1','tag-convention':'Floating','repositories':[{'repository':'r','tags':['a']}]}"))
                    .extracting(p -> p.proposal().orElseThrow())
                    .containsExactly("did you mean \"v1\"?", "did you mean \"floating\"?");
        }

        /** Refused at submission, accepted at run time by ACR. */
        @Test
        void keysInOtherCaseAreRefused() {
            assertThat(problems("{'Version':'v1','Repositories':[{'repository':'r','tags':['a']}]}"))
                    .extracting(p -> p.proposal().orElseThrow())
                    .containsExactlyInAnyOrder(
                            "did you mean \"version\" where it says \"Version\"?",
                            "did you mean \"repositories\" where it says \"Repositories\"?");
        }

        @Test
        void unknownKeysAreIgnored() {
            assertThat(accepted(entry("'tags':['a'],'other':1")).warnings()).isEmpty();
        }
    }
}
