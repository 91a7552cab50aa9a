package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.testing.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** That {@code bench scale} does the work that it measures; how long that takes is no matter of a test. */
class ScaleIT {
    private static final int JOBS = 6;
    private static final int SMALL = 2;
    private static final int IMAGES = 40;

    @Test
    void eachNumberOfReplicasEndsAllWorkflowsAndEveryDueImageGoesThroughAllServices(
            @TempDir Path home, @TempDir Path results) throws IOException {
        Tools.need("curl");
        Tools.needJars();
        Path json = results.resolve("result.json");
        Path plot = results.resolve("result.svg");

        Transcript transcript = new Cssc(home, Map.of())
                .run(
                        "bench",
                        "scale",
                        "--replicas=1,2",
                        "--jobs=" + JOBS,
                        "--engine-millis=50",
                        "--images=" + IMAGES,
                        "--json=" + json,
                        "--plot=" + plot)
                .succeeded();

        assertThat(transcript.stdout()).contains("Stand-ins:");
        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.path("rows").findValuesAsText("name"))
                .containsExactly("replicas-2", "control-plane", "control-plane-again");
        assertThat(result.path("replicas").findValuesAsText("replicas")).contains("1", "2");
        for (JsonNode run : result.path("replicas")) {
            assertThat(run.path("images").asInt()).isEqualTo(JOBS + 2 * SMALL);
            assertThat(sum(run.path("judged"))).as("jobs done by all replicas").isEqualTo(JOBS + 2 * SMALL);
            assertThat(run.path("judged")).hasSize(run.path("replicas").asInt());
            assertThat(run.path("workflows").findValuesAsText("workflow"))
                    .containsExactly("huge", "small", "small-elsewhere");
            assertThat(run.path("workflows").findValuesAsText("images"))
                    .containsExactly(String.valueOf(JOBS), String.valueOf(SMALL), String.valueOf(SMALL));
        }
        for (String load : List.of("load", "load_again")) {
            assertThat(sum(result.path(load).path("ends"))).as(load).isEqualTo(IMAGES);
        }
        assertThat(plot).content().contains("<svg", "2 replicas", "40 new images");
    }

    private static int sum(JsonNode numbers) {
        List<Integer> all = new ArrayList<>();
        numbers.forEach(number -> all.add(number.asInt()));
        return all.stream().mapToInt(number -> number).sum();
    }
}
