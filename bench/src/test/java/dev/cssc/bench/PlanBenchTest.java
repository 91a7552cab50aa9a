package dev.cssc.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.cli.command.CliException;
import dev.cssc.common.embedded.EmbeddedRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** That the benchmark runs and writes what it promises; what it measures is no matter of a test. */
class PlanBenchTest {
    @TempDir
    Path directory;

    @Test
    void theResultNamesItsRowsTheirTimesAndWhatRanBesideOurs() throws IOException {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
        Path file = directory.resolve("result.json");

        int code = new CommandLine(new PlanBench(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.cssc.cli.Main")))
                .execute("--n", "40", "--rounds", "1", "--json", file.toString());

        assertThat(code).isZero();
        JsonNode result = new ObjectMapper().readTree(file.toFile());
        assertThat(result.path("bench").asText()).isEqualTo("plan");
        assertThat(result.path("n").asInt()).isEqualTo(40);
        assertThat(result.path("rows").findValuesAsText("name")).contains("plan", "plan-one-curl", "plan-every-tag");
        for (JsonNode row : result.path("rows")) {
            assertThat(row.path("ratio").asDouble() * row.path("ours_s").asDouble())
                    .isCloseTo(row.path("theirs_s").asDouble(), within(0.01));
            assertThat(row.path("theirs").asText()).isNotBlank();
        }
        assertThat(result.path("machine").asText()).contains("cores");
        assertThat(result.path("versions").path("curl").asText()).startsWith("curl ");
    }

    @Test
    void aComparisonOfDifferentWorkIsRefused() {
        Map<String, String> ours = Selected.ofPlan("{\"images\":[{\"tag\":\"1\",\"digest\":\"d\"}]}");

        Selected.requireSame("row", ours, Selected.ofLines("1 d\n"));
        assertThatThrownBy(() -> Selected.requireSame("row", ours, Selected.ofLines("1 e\n")))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("tag 1: d and e");
        assertThatThrownBy(() -> Selected.requireSame("row", Map.of(), Map.of()))
                .hasMessageContaining("nothing was selected");
    }

    @Test
    void everyTagIsThereOnce() {
        assertThat(ManyTags.releases(10_000)).hasSize(4_000).doesNotHaveDuplicates();
    }
}
