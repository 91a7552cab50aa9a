package dev.cssc.common.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.cssc.common.policy.Policies.accepted;
import static dev.cssc.common.policy.Policies.entry;
import static org.assertj.core.api.Assertions.assertThat;

class PolicyWarningsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'Enabled':false                  | .Enabled          | did you mean "enabled"?
            'exclued':['x']                  | .exclued          | did you mean "exclude"?
            'minimumSeverity':'high'         | .minimumSeverity  | did you mean "minimum-severity"?
            'tag_convention':'floating'      | .tag_convention   | did you mean "tag-convention"?
            'platform':['linux/amd64']       | .platform         | did you mean "platforms"?
            'ignored':[]                     | .ignored          | did you mean "ignore"?
            'version':'v1'                   | .version          | it has its place at the top of the document
            'semver':{'range':'1','newst':2} | .semver.newst     | did you mean "newest"?
            'rebas':{'base':'x.example/d:12'} | .rebas          | did you mean "rebase"?
            'targt':{'prefix':'p'}            | .targt          | did you mean "target"?
            'target':{'prefix':'p','regisrty':'x.example'} | .target.regisrty | did you mean "registry"?
            'ignore':[{'vulnerability':'C','reason':'r','Expires':'2026-01-01'}] | .ignore[0].Expires | did you mean "expires"?
            """)
    void aKeyThatIsNearlyOneOfOursIsAcceptedWithAWarning(String members, String path, String proposal) {
        var warnings = accepted(entry("'tags':['a']," + members)).warnings();

        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst().path()).isEqualTo("$.repositories[0]" + path);
        assertThat(warnings.getFirst().message()).isEqualTo("is no key that is known here, and is ignored");
        assertThat(warnings.getFirst().proposal()).contains(proposal);
        assertThat(warnings.getFirst().position()).isPresent();
    }

    @Test
    void aKeyOfAnEntryAtTheTopIsAWarning() {
        var warnings = accepted("{'exclude':['x'],'version':'v1','repositories':[{'repository':'r','tags':['a']}]}")
                .warnings();

        assertThat(warnings)
                .extracting(PolicyProblem::toString)
                .containsExactly("$.exclude (line 1, column 12): is no key that is known here, and is ignored; it has"
                        + " its place in the elements of \"repositories\"");
    }

    @Test
    void keysOfOthersAreNobodysBusiness() {
        assertThat(accepted(entry("'tags':['a'],'owner':'team','x':1,'comment':{}"))
                        .warnings())
                .isEmpty();
    }

    @Test
    void aPatternAmongTheTagsIsAcceptedAsAcrDoesWithAWarning() {
        var warnings = accepted(entry("'tags':['v1*','ok','a b']")).warnings();

        assertThat(warnings)
                .extracting(PolicyProblem::path)
                .containsExactly("$.repositories[0].tags[0]", "$.repositories[0].tags[2]");
        assertThat(warnings.getFirst().proposal()).contains("put patterns under \"include\"");
        assertThat(warnings.getLast().proposal()).isEmpty();
    }
}
