package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cssc.common.testing.MetricCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alert rules and dashboards ask for nothing that the services do not show. They are compared with the table of docs/observability.md, and
 * a test of each service compares that one with the service.
 */
class ObservabilityFilesTest {
    private static final Path FILES = ProjectClasses.PROJECT.resolve("deploy/observability");
    private static final Path PAGE = ProjectClasses.PROJECT.resolve("docs/observability.md");

    /** Labels that Prometheus adds to what it reads. */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance");

    private static final Pattern IN_A_LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final Pattern IN_AN_ANNOTATION = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern OF_A_VARIABLE = Pattern.compile("label_values\\((.+),\\s*(\\w+)\\)");

    private static final MetricCatalogue CATALOGUE = MetricCatalogue.read();

    /** What is wrong with a query and the labels that are shown of its answer. */
    private static List<String> problems(String query, Set<String> shown) {
        PromqlNames names = PromqlNames.of(query);
        List<String> problems = new ArrayList<>();
        Set<String> labels = new TreeSet<>(OF_THE_TARGET);
        for (PromqlNames.Series series : names.series()) {
            CATALOGUE
                    .find(series.name())
                    .ifPresentOrElse(
                            metric -> {
                                labels.addAll(metric.labels());
                                series.labels().stream()
                                        .filter(label -> !metric.labels().contains(label))
                                        .filter(label -> !OF_THE_TARGET.contains(label))
                                        .forEach(label -> problems.add(series.name() + " has no label " + label));
                            },
                            () -> problems.add("no service shows " + series.name()));
        }
        Stream.concat(names.grouping().stream(), shown.stream())
                .filter(label -> !labels.contains(label))
                .forEach(label -> problems.add("nothing in " + query + " has a label " + label));
        if (names.series().isEmpty()) {
            problems.add("no series in " + query);
        }
        return problems;
    }

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(match -> found.add(match.group(1)));
        return found;
    }

    static Stream<JsonNode> alerts() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        new YAMLMapper()
                .readTree(Files.readString(FILES.resolve("alerts.yaml")))
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules.stream();
    }

    static Stream<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(FILES.resolve("dashboards"))) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void anAlertAsksForWhatThereIsAndSaysWhatToDo(JsonNode alert) throws IOException {
        String name = alert.path("alert").asText();
        JsonNode annotations = alert.path("annotations");
        assertThat(name).matches("Cssc[A-Z]\\w+");
        assertThat(problems(alert.path("expr").asText(), found(IN_AN_ANNOTATION, annotations.toString())))
                .as(name)
                .isEmpty();
        assertThat(alert.at("/labels/severity").asText()).as(name).isIn("critical", "warning", "info");
        assertThat(annotations.path("summary").asText()).as(name).isNotBlank();
        assertThat(annotations.path("description").asText()).as(name).isNotBlank();
        assertThat(annotations.path("documentation").asText())
                .as(name)
                .isEqualTo("docs/observability.md#" + name.toLowerCase(Locale.ROOT));
        assertThat(Files.readAllLines(PAGE)).as("what to do").contains("### " + name);
    }

    @Test
    void thePageExplainsNoAlertThatThereIsNot() throws IOException {
        List<String> names =
                alerts().map(alert -> "### " + alert.path("alert").asText()).toList();
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("### Cssc")))
                .containsExactlyElementsOf(names)
                .doesNotHaveDuplicates();
    }

    @Test
    void thereIsADashboardOfTheFlowAndOneOfEachService() throws IOException {
        assertThat(dashboards().map(path -> path.getFileName().toString()))
                .containsExactly("flow.json", "patch-service.json", "scan-service.json", "trigger-service.json");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardShowsWhatThereIsInUnitsAndWithAnExplanation(Path file) throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(file));
        assertThat(dashboard.path("uid").asText())
                .isEqualTo("cssc-" + file.getFileName().toString().replaceAll("(-service)?\\.json", ""));
        dashboard.at("/templating/list").forEach(variable -> {
            String query = variable.path("query").asText();
            if (variable.path("type").asText().equals("query")) {
                assertThat(query).matches(OF_A_VARIABLE);
                assertThat(problems(
                                query.replaceAll(OF_A_VARIABLE.pattern(), "$1"),
                                Set.of(query.replaceAll(OF_A_VARIABLE.pattern(), "$2"))))
                        .isEmpty();
            }
        });
        assertThat(dashboard.path("panels").size()).isGreaterThan(5);
        for (JsonNode panel : dashboard.path("panels")) {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            assertThat(panel.path("description").asText()).as(title).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText())
                    .as(title)
                    .isNotBlank();
            assertThat(panel.path("targets").size()).as(title).isPositive();
            for (JsonNode target : panel.path("targets")) {
                assertThat(problems(
                                target.path("expr").asText(),
                                found(IN_A_LEGEND, target.path("legendFormat").asText())))
                        .as(title)
                        .isEmpty();
            }
        }
    }

    @Test
    void aMisspeltNameOrLabelIsNoticed() {
        String good =
                "sum by (job, kind) (rate(cssc_job_seconds_count{ending=~\"failed|lost\"}[5m])) > 0 and on (kind) cssc_jobs offset 5m > 1";

        assertThat(problems(good, Set.of("kind"))).isEmpty();
        assertThat(problems(good.replace("cssc_jobs", "cssc_job"), Set.of()))
                .containsExactly("no service shows cssc_job");
        assertThat(problems(good.replace("ending", "end"), Set.of()))
                .containsExactly("cssc_job_seconds_count has no label end");
        assertThat(problems(good.replace("(job, kind)", "(job, kinds)"), Set.of()))
                .hasSize(1);
        assertThat(problems(good, Set.of("knd"))).hasSize(1);
        assertThat(problems("vector(1)", Set.of())).containsExactly("no series in vector(1)");
        assertThat(problems("rate(cssc_jobs[$__rate_interval]) * $factor", Set.of()))
                .isEmpty();
    }
}
