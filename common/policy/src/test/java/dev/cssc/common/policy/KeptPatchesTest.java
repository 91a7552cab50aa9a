package dev.cssc.common.policy;

import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

class KeptPatchesTest {
    private static final Repository SOURCE = Repository.parse("r.example/a");

    private static Policy policy(String entries) {
        String document =
                ("{'version':'v1','registry':'r.example','repositories':[" + entries + "]}").replace('\'', '"');
        return switch (new PolicyReader().read(document.getBytes(StandardCharsets.UTF_8), Optional.empty())) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            case PolicyReading.Refused refused -> fail(refused.toString());
        };
    }

    private static Optional<Integer> kept(String tag, String... policies) {
        return KeptPatches.of(
                        Arrays.stream(policies).map(KeptPatchesTest::policy).toList())
                .of(SOURCE, new Tag(tag), SOURCE);
    }

    @Test
    void theLargestNumberThatAPolicySaysForTheSourceCounts() {
        String three = "{'repository':'a','tags':['1'],'keep':3}";
        String ten = "{'repository':'a','tags':['*'],'keep':10}";

        assertThat(kept("1", three, ten)).contains(10);
        assertThat(kept("1", ten, three)).contains(10);
        assertThat(kept("1", three)).contains(3);
    }

    @Test
    void aPolicyThatSaysNothingHasNoPartInIt() {
        assertThat(kept("1", "{'repository':'a','tags':['1']}")).isEmpty();
        assertThat(kept("1", "{'repository':'a','tags':['1']}", "{'repository':'a','tags':['1'],'keep':2}"))
                .contains(2);
        assertThat(KeptPatches.of(List.of()).of(SOURCE, new Tag("1"), SOURCE)).isEmpty();
    }

    @Test
    void eachPlaceHasItsOwnNumber() {
        var beside = policy("{'repository':'a','tags':['1'],'keep':9}");
        var elsewhere = policy("{'repository':'a','tags':['1'],'keep':2,'target':{'prefix':'p'}}");
        var kept = KeptPatches.of(List.of(beside, elsewhere));

        assertThat(kept.of(SOURCE, new Tag("1"), SOURCE)).contains(9);
        assertThat(kept.of(SOURCE, new Tag("1"), Repository.parse("r.example/p/a")))
                .contains(2);
        assertThat(kept.of(SOURCE, new Tag("1"), Repository.parse("r.example/q/a")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'repository':'a','tags':['2'],'keep':2}                                            | false
            {'repository':'b','tags':['1'],'keep':2}                                            | false
            {'repository':'a','registry':'s.example','tags':['1'],'keep':2}                     | false
            {'repository':'a','registry':'R.EXAMPLE','tags':['1'],'keep':2}                     | true
            {'repository':'a','tags':['1'],'enabled':false,'keep':2}                            | true
            {'repository':'a','include':['1*'],'keep':2}                                        | true
            {'repository':'a','include':['2*'],'keep':2}                                        | false
            {'repository':'a','tags':['*'],'exclude':['1'],'keep':2}                            | false
            {'repository':'a','semver':{'newest':1},'keep':2}                                   | true
            {'repository':'a','tags':['2'],'keep':2},{'repository':'a','tags':['1'],'keep':4}   | true
            """)
    void anEntryCountsWhereItMayAskForTheTag(String entry, boolean counts) {
        assertThat(kept("1", entry).isPresent()).isEqualTo(counts);
    }
}
