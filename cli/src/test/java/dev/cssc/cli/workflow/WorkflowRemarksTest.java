package dev.cssc.cli.workflow;

import dev.cssc.cli.CommandTest;
import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/** What is said on standard error about a workflow that is accepted. */
class WorkflowRemarksTest extends CommandTest {
    private static final String SLIP = """
            {"version": "v1",
             "repositories": [{"repository": "a", "tags": ["1.*"]}]}
            """;
    private static final String WARNING = "cssc: warning: $.repositories[0].tags[0] (line 2, column ";
    private static final String PROPOSAL = "; put patterns under \"include\"";

    @Test
    void whatLooksLikeASlipIsToldWithItsPlaceAndAProposal() throws IOException {
        answers.put("POST /api/v1/workflows", new Answer(201, "{'name':'w','registry':'r:1','schedule':'7d'}"));
        answers.put("GET /api/v1/workflows/w", new Answer(200, "{'name':'w','registry':'r:1'}"));
        answers.put("PUT /api/v1/workflows/w", new Answer(200, "{'name':'w','registry':'r:1','schedule':'7d'}"));
        String policy = file("policy.json", SLIP);

        assertThat(run("workflow", "create", "w", "-r", "r:1", "--config", policy, "--schedule", "7d", "--url", url))
                .isZero();
        assertThat(run("workflow", "update", "w", "--config", policy, "--url", url))
                .isZero();
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith(WARNING) && line.endsWith(PROPOSAL));
        assertThat(out.toString()).doesNotContain("warning");
    }

    /** The plan has the warnings already. */
    @Test
    void aDryRunTellsASlipOnce() throws IOException {
        answers.put(
                "POST /api/v1/plans",
                new Answer(
                        200,
                        "{'images':[],'notFound':[],'leftOut':[],'errors':[],'warnings':[{'path':'$.repositories[0].tags[0]',"
                                + "'message':'is no tag','proposal':'put it elsewhere','line':2,'column':48}]}"));

        assertThat(run(
                        "workflow",
                        "create",
                        "w",
                        "-r",
                        "r:1",
                        "--config",
                        file("policy.json", SLIP),
                        "--dry-run",
                        "--url",
                        url))
                .isZero();
        assertThat(err.toString().lines().filter(line -> line.startsWith("cssc: warning")))
                .containsExactly(WARNING + "48): is no tag; put it elsewhere");
    }

    @Test
    void theScheduleThatIsTakenWhereNoneWasGivenIsTold() throws IOException {
        answers.put("POST /api/v1/workflows", new Answer(201, "{'name':'w','registry':'r:1','schedule':'1d'}"));
        String policy = file("policy.json", SLIP.replace("1.*", "1"));

        assertThat(run("workflow", "create", "w", "-r", "r:1", "--config", policy, "--url", url))
                .isZero();
        assertThat(requests).last().asString().contains("\"schedule\":\"1d\"");
        assertThat(err.toString()).isEqualTo("No --schedule was given: 1d, every day.\n");
    }
}
