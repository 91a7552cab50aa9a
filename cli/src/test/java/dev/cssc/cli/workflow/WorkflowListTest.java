package dev.cssc.cli.workflow;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Which workflows there are, and which one a registry means. */
class WorkflowListTest extends CommandTest {
    private static final String POLICY =
            "{\"version\": \"v1\", \"repositories\": [{\"repository\": \"a\", \"tags\": [\"1\"], \"enabled\": true}]}";

    private static final String LIST = "GET /api/v1/workflows?limit=1000";

    /** Left to itself the service answers no more than 100. */
    @Test
    void workflowsBehindTheServicesFirstPagesAreListedToo() {
        answers.put(LIST, new Answer(200, workflows(0, 1_000)));
        answers.put(LIST + "&after=w0999", new Answer(200, workflows(1_000, 1_101)));

        assertThat(run("workflow", "list", "-o", "tsv", "--url", url)).isZero();
        assertThat(out.toString().lines()).hasSize(1_101).last().asString().startsWith("w1100\t");
    }

    @Test
    void aWorkflowWhosePolicyNamesTheRegistryIsFoundByIt() throws IOException {
        answers.put(LIST + "&registry=r%3A1", new Answer(200, "[{'name':'mixed'}]"));
        answers.put("GET /api/v1/workflows/mixed", new Answer(200, "{'name':'mixed','schedule':'1d'}"));

        assertThat(run("workflow", "show", "-r", "r:1", "--url", url)).isZero();
        assertThat(out.toString()).contains("mixed");
        assertThat(run("workflow", "create", "-r", "r:1", "--config", file("policy.json", POLICY), "--url", url))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("Registry r:1 has the workflow 'mixed' already");
    }

    @Test
    void theRegistrysOwnWorkflowIsMeantBeforeOneWhosePolicyNamesIt() {
        answers.put(
                LIST + "&registry=r%3A1",
                new Answer(200, "[{'name':'mixed','registry':'other:1'},{'name':'own','registry':'R:1'}]"));
        answers.put("GET /api/v1/workflows/own", new Answer(200, "{'name':'own','registry':'R:1','schedule':'1d'}"));

        assertThat(run("workflow", "show", "-r", "r:1", "--url", url)).isZero();
        assertThat(out.toString()).contains("own").doesNotContain("mixed");
    }

    /** How many days a schedule has is the service's to say. */
    @Test
    void howFarToLookBackIsLeftToTheServiceUnlessDaysAreGiven() {
        answers.put("GET /api/v1/workflows/w", new Answer(200, "{'name':'w','schedule':'every 7d'}"));
        String images = "GET /api/v1/workflows/w/images?limit=1000";
        answers.put(images + "&type=continuouspatchv1", new Answer(200, "[]"));
        answers.put(images + "&days=3&type=continuouspatchv1", new Answer(200, "[]"));

        assertThat(run("workflow", "list", "w", "--url", url)).isZero();
        assertThat(run("workflow", "list", "w", "--days", "3", "--url", url)).isZero();
        assertThat(out.toString())
                .contains("scanned or patched in the last days: 0", "scanned or patched in the last 3 days: 0");
    }

    private static String workflows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("{'name':'w%04d','registry':'r:1','schedule':'1d'}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
