package dev.cssc.common.policy;

import org.junit.jupiter.api.Test;

import static dev.cssc.common.policy.Policies.accepted;
import static dev.cssc.common.policy.Policies.entry;
import static dev.cssc.common.policy.Policies.problems;
import static org.assertj.core.api.Assertions.assertThat;

class TargetRulesTest {
    private static void refused(String document, String path, String words) {
        var problems = problems(document);

        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().path()).isEqualTo(path);
        assertThat(problems.getFirst().sentence()).isEqualTo(words);
    }

    @Test
    void patchesOfOneRepositoryMayGoElsewhereTogether() {
        accepted("""
                {'version':'v1','target':{'registry':'patched.example','prefix':'p'},'repositories':[
                  {'repository':'r','tags':['a']},
                  {'repository':'r','tags':['b'],'target':{'registry':'Patched.example','prefix':'p'}},
                  {'repository':'q','tags':['b'],'target':{'prefix':'p'}},
                  {'repository':'s','tags':['b'],'target':false}]}""");
    }

    @Test
    void theRegistryOfTheImagesThemselvesIsNoTarget() {
        refused(
                entry("'tags':['a'],'target':{'registry':'Registry.example'}"),
                "$.repositories[0].target.registry",
                "is the registry of registry.example/r itself, beside which patches lie without a target; add a \"prefix\", or"
                        + " leave \"target\" out");
    }

    @Test
    void theRegistryOfOneEntryIsNoTargetOfTheDocument() {
        refused(
                """
                {'version':'v1','target':{'registry':'two.example'},'repositories':[
                  {'repository':'r','tags':['a']},
                  {'repository':'q','tags':['a'],'registry':'two.example'}]}""",
                "$.target.registry",
                "is the registry of two.example/q itself, beside which patches lie without a target; add a \"prefix\", or write"
                        + " \"target\": false in $.repositories[1]");
    }

    @Test
    void aPrefixInTheRegistryOfTheImagesIsATarget() {
        accepted(entry("'tags':['a'],'target':{'registry':'registry.example','prefix':'p'}"));
    }

    @Test
    void whatIsASourceTakesNoPatchesOfOthers() {
        refused(
                """
                {'version':'v1','repositories':[
                  {'repository':'r','tags':['a'],'target':{'prefix':'p'}},
                  {'repository':'p/r','tags':['*']}]}""",
                "$.repositories[0].target",
                "publishes patches of registry.example/r in registry.example/p/r, which $.repositories[1] selects as a source, so"
                        + " that they would be patched themselves; choose another \"prefix\"");
    }

    @Test
    void whatIsSwitchedOffIsNoSource() {
        accepted("""
                {'version':'v1','repositories':[
                  {'repository':'r','tags':['a'],'target':{'prefix':'p'}},
                  {'repository':'p/r','tags':['*'],'enabled':false}]}""");
    }

    @Test
    void entriesOfOneRepositoryHaveOneTarget() {
        refused(
                """
                {'version':'v1','target':{'prefix':'p'},'repositories':[
                  {'repository':'r','tags':['a']},
                  {'repository':'r','tags':['b'],'target':false}]}""",
                "$.repositories[1].target",
                "publishes patches of registry.example/r in registry.example/r, but $.repositories[0] publishes them in"
                        + " registry.example/p/r; give all entries of one repository the same \"target\"");
    }

    @Test
    void twoRepositoriesHaveNotOneTarget() {
        refused(
                """
                {'version':'v1','target':{'registry':'patched.example'},'repositories':[
                  {'repository':'r','tags':['a'],'registry':'one.example'},
                  {'repository':'r','tags':['a'],'registry':'two.example'}]}""",
                "$.target",
                "publishes patches of two.example/r in patched.example/r, where $.repositories[0] publishes those of one.example/r;"
                        + " give one of them another \"prefix\"");
    }

    @Test
    void aNameThatNoRepositoryCanHaveIsRefused() {
        refused(
                entry("'tags':['a'],'target':{'prefix':'" + "p".repeat(237) + "'}"),
                "$.repositories[0].target",
                "gives patches of registry.example/r no possible name: repository name longer than 255 characters");
    }
}
