package dev.cssc.cli.workflow;

import dev.cssc.cli.CommandTest;
import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Which workflows there are, and which one a registry means. */
class WorkflowListTest extends CommandTest {
    private static final String LIST = "GET /api/v1/workflows?limit=1000";

    /** Left to itself the service answers no more than 100. */
    @Test
    void workflowsBehindTheServicesFirstPagesAreListedToo() {
        answers.put(LIST, new Answer(200, workflows(0, 1_000)));
        answers.put(LIST + "&after=w0999", new Answer(200, workflows(1_000, 1_101)));

        assertThat(run("workflow", "list", "-o", "tsv", "--url", url)).isZero();
        assertThat(out.toString().lines()).hasSize(1_101).last().asString().startsWith("w1100\t");
    }

    private static String workflows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj("{'name':'w%04d','registry':'r:1','schedule':'1d'}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
