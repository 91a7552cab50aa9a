package dev.cssc.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Table;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class StartResultTest {
    private static final StartFigures PLAIN = service(StartForm.JVM, 300, 6.0, 8.0, 7.0);
    private static final StartFigures CACHED = service(StartForm.JVM_WITH_CACHE, 280, 1.0, 3.5, 1.1);
    private static final StartFigures COMPILED = service(StartForm.NATIVE, 121, 0.1, 0.15, 0.12);

    private static StartFigures service(StartForm form, double megabytes, double... seconds) {
        return new StartFigures(
                "scan-service",
                form,
                Arrays.stream(seconds)
                        .mapToObj(each -> new Start(each, OptionalDouble.of(each - 0.1), OptionalDouble.of(megabytes)))
                        .toList());
    }

    private static StartFigures command(StartForm form, double seconds) {
        return new StartFigures("cssc version", form, List.of(Start.ofCommand(seconds)));
    }

    @Test
    void theMedianCountsAndTheSpreadIsTold() {
        assertThat(CACHED.seconds()).isEqualTo(1.1);
        assertThat(CACHED.fewestSeconds()).isEqualTo(1.0);
        assertThat(CACHED.mostSeconds()).isEqualTo(3.5);
        assertThat(CACHED.told().orElseThrow()).isCloseTo(1.0, within(1e-9));
        assertThatThrownBy(() -> new StartFigures("scan-service", StartForm.JVM, List.of()))
                .hasMessageContaining("scan-service");
    }

    @Test
    void eachFormIsMeasuredBesideThePlainJvmOfTheSameProgram() {
        StartResult result = new StartResult(
                List.of(PLAIN, CACHED, COMPILED, command(StartForm.JVM, 0.6), command(StartForm.JVM_WITH_CACHE, 0.2)),
                3,
                List.of());

        assertThat(result.rows())
                .extracting(BenchResult.Row::name)
                .containsExactly("scan-service", "scan-service-native", "cssc version");
        assertThat(result.rows().getFirst().ratio()).isCloseTo(7.0 / 1.1, within(1e-9));
        assertThat(result.rows().getLast().ratio()).isCloseTo(3.0, within(1e-9));
    }

    @Test
    void aGoalIsReachedByTheMedianOfTimeAndOfMemory() {
        assertThat(StartResult.reached(CACHED)).hasValue(true);
        assertThat(StartResult.reached(service(StartForm.JVM_WITH_CACHE, 280, 1.2)))
                .hasValue(false);
        assertThat(StartResult.reached(COMPILED)).as("121 MB").hasValue(false);
        assertThat(StartResult.reached(service(StartForm.NATIVE, 119, 0.19))).hasValue(true);
        assertThat(StartResult.reached(PLAIN)).isEmpty();
        assertThat(StartResult.reached(command(StartForm.JVM_WITH_CACHE, 9))).isEmpty();
    }

    @Test
    void theFileHasWhatEveryBenchmarkWritesAndEveryStart() {
        JsonNode json = new StartResult(List.of(PLAIN, CACHED), 3, List.of("no native program"))
                .toJson("two cores", Map.of("java", "25"));

        assertThat(json.path("bench").asText()).isEqualTo("start");
        JsonNode row = json.path("rows").path(0);
        assertThat(row.path("ratio").asDouble() * row.path("ours_s").asDouble())
                .isCloseTo(row.path("theirs_s").asDouble(), within(0.01));
        JsonNode cached = json.path("starts").path(1);
        assertThat(cached.path("form").asText()).isEqualTo("JVM_WITH_CACHE");
        assertThat(cached.path("each_s").size()).isEqualTo(3);
        assertThat(cached.path("resident_mb").asDouble()).isEqualTo(280);
        assertThat(cached.path("goal_s").asDouble()).isEqualTo(1.2);
        assertThat(cached.path("reached").asBoolean()).isTrue();
        assertThat(json.path("starts").path(0).has("reached")).isFalse();
        assertThat(json.path("missing").path(0).asText()).isEqualTo("no native program");
    }

    @Test
    void theTableSaysGoalsBesideWhatWasMeasured() {
        List<String> lines = new ArrayList<>(new StartResult(List.of(PLAIN, CACHED, COMPILED), 3, List.of())
                .table()
                .tsv());

        assertThat(lines.get(0)).contains("JVM", "7.00", "6.00 - 8.00", "300");
        assertThat(lines.get(1)).contains("1.10", "6.36", "<1.2 s", "yes");
        assertThat(lines.get(2)).contains("<0.2 s, <120 MB", "no");
    }

    /** Slow starts on a slow machine, of the service with the longest name. */
    @Test
    void everyRowOfTheTableIsOneLineOfATerminal() {
        List<StartFigures> figures = Stream.of(StartForm.values())
                .map(form ->
                        new StartFigures("trigger-service", form, List.of(start(10.25), start(12.75), start(18.5))))
                .toList();

        assertThat(new StartResult(figures, 3, List.of()).table().lines())
                .hasSize(1 + figures.size())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(Table.WIDTH));
    }

    private static Start start(double seconds) {
        return new Start(seconds, OptionalDouble.of(seconds), OptionalDouble.of(1290));
    }

    @Test
    void whatQuarkusSaysOfItsStartIsReadFromTheLog() {
        assertThat(Start.told(
                        "… INFO  [io.quarkus] (main) [] scan-service 0.1.0 on JVM (powered by Quarkus 3.33.2) started in"
                                + " 4.321s. Listening on: http://127.0.0.1:8082"))
                .hasValue(4.321);
        assertThat(Start.told("it ended before")).isEmpty();
    }
}
