package dev.cssc.cli.workflow;

import dev.cssc.cli.CommandTest;
import dev.cssc.cli.command.ExitCode;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** Policies that come from other tools, and go to them. */
class TakeoverCommandTest extends CommandTest {
    @Test
    void copasFileBecomesAWorkflowAndWhatHasNoEqualIsTold() throws IOException {
        answers.put("POST /api/v1/workflows", new Answer(201, "{'name':'bulk','schedule':'1d'}"));
        Path copa = Files.writeString(directory.resolve("copa.yaml"), """
                apiVersion: copa.sh/v1alpha1
                kind: PatchConfig
                charts: []
                images:
                  - name: nginx
                    image: docker.io/library/nginx
                    tags: {strategy: list, list: ["1.25"]}
                """);

        assertThat(run("workflow", "import", "bulk", "--from", copa.toString(), "--url", url))
                .isZero();
        assertThat(requests).last().asString().contains("library/nginx", "1.25");
        assertThat(err.toString()).contains("$.charts");
    }

    /** The service's lists of workflows leave the policy out. */
    @Test
    void theWorkflowOfARegistryIsExportedWithItsPolicyOrNotAtAll() {
        answers.put(
                "GET /api/v1/workflows?limit=1000&registry=r%3A1", new Answer(200, "[{'name':'w','registry':'r:1'}]"));
        answers.put("GET /api/v1/workflows/w", new Answer(200, "{'name':'w','policy':{'version':'v1'}}"));
        answers.put("GET /api/v1/workflows/odd", new Answer(200, "{'name':'odd'}"));

        assertThat(run("workflow", "export", "-r", "r:1", "--url", url)).isZero();
        assertThat(out.toString()).isEqualTo("{\n  \"version\" : \"v1\"\n}\n");
        assertThat(run("workflow", "export", "odd", "--to-registry", "r:1", "--url", url))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("no policy of workflow odd");
    }
}
