package dev.cssc.common.policy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.cssc.common.policy.Policies.accepted;
import static dev.cssc.common.policy.Policies.entry;
import static dev.cssc.common.policy.Policies.problems;
import static org.assertj.core.api.Assertions.assertThat;

class PolicyRefusalsTest {

    /** One slip each: where it is told, and that the words say what. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            []                                                                             | $ | is an array; expected an object
            7                                                                              | $ | is a number
            null                                                                           | $ | is null
            {'repositories':[{'repository':'r','tags':['a']}]}                             | $ | lacks "version"; write "version": "v1"
            {'Version':'v1','repositories':[{'repository':'r','tags':['a']}]}              | $ | did you mean "version" where it says "Version"?
            {'version':'v1'}                                                               | $ | lacks "repositories"
            {'version':1,'repositories':[{'repository':'r','tags':['a']}]}                 | $.version | is a number; expected a string
            {'version':'V1','repositories':[{'repository':'r','tags':['a']}]}              | $.version | is "V1"; expected "v1" (case matters); did you mean "v1"?
            {'version':'v2','repositories':[{'repository':'r','tags':['a']}]}              | $.version | is "v2"; expected "v1" (case matters)
            {'version':'v1','tag-convention':'','repositories':[{'repository':'r','tags':['a']}]}         | $.tag-convention | is ""; expected one of "incremental", "floating"
            {'version':'v1','tag-convention':'Floating','repositories':[{'repository':'r','tags':['a']}]} | $.tag-convention | did you mean "floating"?
            {'version':'v1','tag-convention':'incremntal','repositories':[{'repository':'r','tags':['a']}]} | $.tag-convention | did you mean "incremental"?
            {'version':'v1','repositories':[]}                                             | $.repositories | is an empty array
            {'version':'v1','repositories':{}}                                             | $.repositories | is an object; expected an array
            {'version':'v1','repositories':[7]}                                            | $.repositories[0] | expected an object
            {'version':'v1','repositories':[{'tags':['a']}]}                               | $.repositories[0] | lacks "repository"
            {'version':'v1','repositories':[{'repository':'','tags':['a']}]}               | $.repositories[0].repository | is an empty string
            {'version':'v1','repositories':[{'repository':'r','tags':['a']},{'tags':['a'],'repository':'r'}]} | $.repositories | two equal elements
            {'version':'v1','registry':'https://x.example/','repositories':[{'repository':'r','tags':['a']}]} | $.registry | write the host alone, without https://
            {'version':'v1','registry':7,'repositories':[{'repository':'r','tags':['a']}]} | $.registry | is a number
            """)
    void whatBreaksARuleOfTheDocumentIsToldByItsPath(String document, String path, String words) {
        var problems = problems(document);

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().path()).isEqualTo(path);
        assertThat(problems.getFirst().sentence()).contains(words);
    }

    /** The same in an entry of repository r. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'enabled':true                          |            | lacks "tags"; write which tags, ["*"] for all, or "include" or "semver" instead
            'Tags':['a']                            |            | did you mean "tags" where it says "Tags"?
            'tags':null                             | .tags      | is null
            'tags':'a'                              | .tags      | is a string; expected an array
            'tags':[]                               | .tags      | is an empty array
            'tags':['']                             | .tags[0]   | is an empty string
            'tags':[null]                           | .tags[0]   | is null
            'tags':[1.2]                            | .tags[0]   | is a number; expected a string
            'tags':['a','a']                        | .tags      | two equal elements; leave one of them out
            'tags':['a'],'enabled':null             | .enabled   | is null; expected a boolean
            'tags':['a'],'enabled':'yes'            | .enabled   | is a string
            'tags':['b','*']                        | .tags[1]   | beside other tags
            'tags':['a-1']                          | .tags[0]   | reserved for patches. Name the source; write "a"
            'tags':['a-999']                        | .tags[0]   | reserved for patches
            'tags':['a-0']                          | .tags[0]   | reserved for patches
            'tags':['a-007']                        | .tags[0]   | reserved for patches
            'tags':['a-patched'],'enabled':false    | .tags[0]   | reserved for patches
            'include':[]                            | .include   | is an empty array
            'include':['']                          | .include[0] | is an empty string
            'include':['v1','v1']                   | .include   | two equal elements
            'include':['^v1.*$']                 | .include[0] | no regular expressions
            'include':['v[12']                      | .include[0] | has a [ without its ]
            'include':['v[]']                       | .include[0] | empty set
            'tags':['a'],'exclude':['[z-a]']        | .exclude[0] | ends before it begins
            'semver':{}                             | .semver    | lacks "range"; write "range": ">=1.2 <2" or "newest": 3, or both
            'semver':'>=1'                          | .semver    | is a string; expected an object
            'semver':{'range':''}                   | .semver.range | is an empty string
            'semver':{'range':'>=1.2, <2'}          | .semver.range | write comparisons such as >=1.2 <2
            'semver':{'range':'latest'}             | .semver.range | compares with no version
            'tags':['a'],'keep':0                   | .keep      | is 0; expected 1 or more
            'tags':['a'],'keep':'5'                 | .keep      | is a string; expected an integer
            'semver':{'newest':0}                   | .semver.newest | is 0; expected 1 or more
            'semver':{'newest':1.5}                 | .semver.newest | is a number; expected an integer
            'semver':{'Range':'1'}                  | .semver    | did you mean "range" where it says "Range"?
            'tags':['a'],'platforms':[]             | .platforms | is an empty array
            'tags':['a'],'platforms':['amd64']      | .platforms[0] | expected os/architecture[/variant]
            'tags':['a'],'minimum-severity':'hihg'  | .minimum-severity | did you mean "high"?
            'tags':['a'],'minimum-severity':'awful' | .minimum-severity | expected one of "unknown", "low", "medium", "high", "critical"
            'tags':['a'],'ignore':{}                | .ignore    | is an object; expected an array
            'tags':['a'],'ignore':[{'reason':'x'}]  | .ignore[0] | lacks "vulnerability"
            'tags':['a'],'ignore':[{'vulnerability':'CVE-1'}] | .ignore[0] | lacks "reason"; say why
            'tags':['a'],'ignore':[{'vulnerability':'CVE-1','reason':''}] | .ignore[0].reason | is an empty string
            'tags':['a'],'ignore':[{'vulnerability':'CVE-1','reason':'x','expires':'soon'}] | .ignore[0].expires | expected a date as YYYY-MM-DD
            'tags':['a'],'ignore':[{'vulnerability':'CVE-1','reason':'x','expires':'2026-02-30'}] | .ignore[0].expires | no day of the calendar
            'tags':['a'],'rebase':'x.example/d:12'  | .rebase    | is a string; expected an object or a boolean
            'tags':['a'],'rebase':true              | .rebase    | expected an object with the base, or false; for example
            'tags':['a'],'rebase':{}                | .rebase    | lacks "base"; write "base": "registry.example/debian:12"
            'tags':['a'],'rebase':{'Base':'x'}      | .rebase    | did you mean "base" where it says "Base"?
            'tags':['a'],'rebase':{'base':7}        | .rebase.base | is a number; expected a string
            'tags':['a'],'rebase':{'base':''}       | .rebase.base | is an empty string
            'tags':['a'],'rebase':{'base':'debian:12'} | .rebase.base | expected registry/repository:tag; for example
            'tags':['a'],'rebase':{'base':'x.example/debian'} | .rebase.base | expected registry/repository:tag
            'tags':['a'],'rebase':{'base':'x.example/d@sha256:0'} | .rebase.base | expected registry/repository:tag
            'tags':['a'],'rebase':{'base':'x.example/d:1@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'} | .rebase.base | and no digest; name the tag
            'tags':['a'],'target':'x.example'       | .target    | is a string; expected an object or a boolean
            'tags':['a'],'target':true              | .target    | expected an object with registry, prefix or both, or false; for example
            'tags':['a'],'target':{}                | .target    | lacks "registry"; write "registry": "patched.example:5000" or "prefix": "patched", or both
            'tags':['a'],'target':{'Prefix':'p'}    | .target    | did you mean "prefix" where it says "Prefix"?
            'tags':['a'],'target':{'registry':7}    | .target.registry | is a number; expected a string
            'tags':['a'],'target':{'registry':''}   | .target.registry | is an empty string
            'tags':['a'],'target':{'registry':'https://x.example/'} | .target.registry | write the host alone, without https://
            'tags':['a'],'target':{'prefix':''}     | .target.prefix | is an empty string
            'tags':['a'],'target':{'prefix':'/p/'}  | .target.prefix | without a slash at either end; write "p"
            'tags':['a'],'target':{'prefix':'My/P'} | .target.prefix | in small letters, without a slash at either end; write "my/p"
            'tags':['a'],'target':{'prefix':'a//b'} | .target.prefix | for example "patched"
            'tags':['a'],'registry':'not a host'    | .registry  | expected a host and an optional port
            """)
    void whatBreaksARuleOfAnEntryIsToldByItsPath(String members, String path, String words) {
        var problems = problems(entry(members));

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().path()).isEqualTo("$.repositories[0]" + (path == null ? "" : path));
        assertThat(problems.getFirst().sentence()).contains(words);
    }

    @ParameterizedTest
    @CsvSource({"a-1000", "a-", "a1", "1", "a-1x", "patched", "a-patched2", "2024.01.15"})
    void whatOnlyLooksReservedIsAccepted(String tag) {
        assertThat(accepted(entry("'tags':['" + tag + "']")).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"unknown", "LOW", "Medium", "hIgH", "critical"})
    void severitiesAreReadInAnyCase(String severity) {
        accepted(entry("'tags':['a'],'minimum-severity':'" + severity + "'"));
    }

    @Test
    void entriesOfOneRepositoryHaveOneConvention() {
        var problems = problems("""
                {'version':'v1','repositories':[
                  {'repository':'r','tags':['a']},
                  {'repository':'r','tags':['b'],'tag-convention':'floating'}]}""");

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().toString())
                .isEqualTo("$.repositories[1].tag-convention (line 3, column 51): names patches of r floating, but"
                        + " $.repositories[0] names them incremental; give all entries of one repository the same"
                        + " \"tag-convention\"");
    }

    @Test
    void entriesOfDifferentRegistriesOrSwitchedOffMayDifferInConvention() {
        accepted("""
                {'version':'v1','repositories':[
                  {'repository':'r','tags':['a']},
                  {'repository':'r','tags':['b'],'tag-convention':'floating','enabled':false},
                  {'repository':'r','tags':['b'],'tag-convention':'floating','registry':'other.example'}]}""");
    }
}
