package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What deploys the product says nothing that the product does not know. Whether it runs is tested where there is a container engine. */
class DeploymentTest {

    /** Keys of Quarkus that the files use, as its reference names them. */
    private static final Set<String> QUARKUS = Set.of(
            "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_PORT",
            "QUARKUS_DATASOURCE_REACTIVE_URL",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "QUARKUS_DATASOURCE_USERNAME",
            "QUARKUS_DATASOURCE_PASSWORD",
            "KAFKA_BOOTSTRAP_SERVERS");

    private static final List<String> OURS = List.of("trigger-service", "scan-service", "patch-service");

    private static JsonNode compose() throws IOException {
        Object merged = new Yaml().load(Files.readString(ProjectClasses.PROJECT.resolve("docker-compose.yml")));
        return new YAMLMapper().valueToTree(merged);
    }

    private static Set<String> unknown(Iterable<String> variables) {
        Set<String> keys = EnvironmentKeys.known(ProjectClasses.all().stream().toList());
        Set<String> unknown = new TreeSet<>();
        variables.forEach(variable -> {
            if (!QUARKUS.contains(variable) && !EnvironmentKeys.isKnown(variable, keys)) {
                unknown.add(variable);
            }
        });
        return unknown;
    }

    @Test
    void everyContainerHasAnExactImageAHealthCheckAndAUser() throws IOException {
        ObjectNode services = (ObjectNode) compose().get("services");
        assertThat(services.properties()).hasSize(7);
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            assertThat(service.getValue().path("image").asText())
                    .as(service.getKey())
                    .matches(".+:v?\\d[\\w.-]*");
            assertThat(service.getValue().at("/healthcheck/test").size())
                    .as("health check of " + service.getKey())
                    .isPositive();
            assertThat(service.getValue().path("user").asText())
                    .as(service.getKey())
                    .matches("\\d+:\\d+");
        }
    }

    @Test
    void ourContainersAreNotRootAndKnowEveryVariableTheyAreGiven() throws IOException {
        JsonNode services = compose().get("services");
        for (String name : OURS) {
            assertThat(services.path(name).path("user").asText()).as(name).doesNotStartWith("0");
            List<String> variables = services.path(name).path("environment").properties().stream()
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(variables).as(name).contains("KAFKA_BOOTSTRAP_SERVERS", "CSSC_REGISTRIES_LOCAL_HOST");
            assertThat(unknown(variables))
                    .as("variables that %s does not read", name)
                    .isEmpty();
        }
    }

    @Test
    void everyPublishedPortIsOnLoopback() throws IOException {
        for (JsonNode service : compose().get("services")) {
            service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        }
    }

    @Test
    void whatIsMountedIsThere() throws IOException {
        for (JsonNode service : compose().get("services")) {
            for (JsonNode volume : service.path("volumes")) {
                if (volume.asText().startsWith("./")) {
                    Path mounted =
                            ProjectClasses.PROJECT.resolve(volume.asText().split(":", -1)[0]);
                    assertThat(mounted).exists();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Containerfile.jvm", "Containerfile.native"})
    void containerFilesEndAsAUserWhoIsNotRootOnExactBases(String file) throws IOException {
        List<String> lines =
                Files.readAllLines(ProjectClasses.PROJECT.resolve("deploy").resolve(file));

        assertThat(lines.stream().filter(line -> line.startsWith("ARG ") && line.contains("_IMAGE=")))
                .isNotEmpty()
                .allMatch(line -> line.matches("ARG \\w+=[\\w./-]+:v?\\d[\\w.-]+"));
        assertThat(lines.stream().filter(line -> line.startsWith("FROM "))).noneMatch(line -> line.contains(":"));
        for (String service : OURS) {
            List<String> stage = stage(lines, service);
            assertThat(stage).as(service).contains("USER 10001:10001");
            assertThat(stage)
                    .as(service)
                    .anyMatch(line -> line.startsWith("COPY") && line.contains(service + "/target/"));
        }
        assertThat(lines).anyMatch(line -> line.startsWith("HEALTHCHECK "));
        assertThat(lines.stream().filter(line -> line.startsWith("ARG TRIVY_IMAGE")))
                .as("0.69.4 to 0.69.6 were published by an intruder")
                .noneMatch(line -> line.contains(":0.69"));
    }

    private static List<String> stage(List<String> lines, String name) {
        int from = lines.indexOf("FROM runtime AS " + name);
        assertThat(from).as("stage " + name).isNotNegative();
        List<String> rest = lines.subList(from + 1, lines.size());
        Optional<String> next =
                rest.stream().filter(line -> line.startsWith("FROM ")).findFirst();
        return next.map(line -> rest.subList(0, rest.indexOf(line))).orElse(rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Containerfile.jvm", "Containerfile.native"})
    void containerFilesSetOnlyVariablesThatAreRead(String file) throws IOException {
        try (Stream<String> lines =
                Files.lines(ProjectClasses.PROJECT.resolve("deploy").resolve(file))) {
            List<String> variables = lines.map(
                            line -> line.replaceFirst("^ENV", "").strip())
                    .filter(line -> line.matches("(CSSC|QUARKUS|KAFKA)_[A-Z_]+=.*"))
                    .map(line -> line.substring(0, line.indexOf('=')))
                    .toList();
            assertThat(variables).contains("CSSC_SCAN_ENGINE", "CSSC_PATCH_ENGINE");
            assertThat(unknown(variables)).isEmpty();
        }
    }

    @Test
    void aVariableThatNothingReadsIsNoticed() {
        assertThat(unknown(List.of("CSSC_SCAN_ENGINE", "CSSC_SCAN_ENGIN", "CSSC_REGISTRIES_LOCAL_PORT")))
                .containsExactly("CSSC_REGISTRIES_LOCAL_PORT", "CSSC_SCAN_ENGIN");
    }

    @Test
    void theLauncherSetsOnlyVariablesThatAreRead() {
        StackSettings settings = new StackSettings(
                StackSettings.ports(Map.of(), Map.of()),
                new StackSettings.Engines(
                        "trivy",
                        "copa",
                        Optional.of("tcp://127.0.0.1:1234"),
                        Optional.of(new TrivyDatabase.Present(
                                Path.of("/cache"), true, Optional.of("mirror.example/trivy-db:2")))));
        for (Part part : Part.services()) {
            assertThat(unknown(Launch.serviceEnvironment(part, new StackHome(Path.of("home")), settings)
                            .keySet()))
                    .as(part.title())
                    .isEmpty();
        }
    }
}
