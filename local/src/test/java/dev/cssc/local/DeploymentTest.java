package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cssc.local.configuration.MappedVariables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

    private static Set<String> unknown(Iterable<String> variables) throws IOException {
        MappedVariables known = MappedVariables.of(ProjectClasses.PROJECT);
        Set<String> unknown = new TreeSet<>();
        variables.forEach(variable -> {
            if (!QUARKUS.contains(variable) && !known.has(variable)) {
                unknown.add(variable);
            }
        });
        return unknown;
    }

    /** As it is where no variable names another. */
    private static String image(JsonNode service) {
        return service.path("image").asText().replaceFirst("^\\$\\{[A-Z_]+_IMAGE:-(.*)}$", "$1");
    }

    @Test
    void everyContainerHasAnExactImageAHealthCheckAndAUser() throws IOException {
        ObjectNode services = (ObjectNode) compose().get("services");
        assertThat(services.properties()).hasSize(8);
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            assertThat(image(service.getValue())).as(service.getKey()).matches("[^:$]+:v?\\d[\\w.-]*");
            assertThat(service.getValue().path("user").asText())
                    .as(service.getKey())
                    .matches("\\d+:\\d+");
            if (!service.getKey().equals("demo")) { // which ends
                assertThat(service.getValue().at("/healthcheck/test").size())
                        .as("health check of " + service.getKey())
                        .isPositive();
            }
        }
    }

    @Test
    void whatIsNotBuiltHereCanBeNamedByAVariable() throws IOException {
        for (JsonNode service : compose().get("services")) {
            assertThat(service.path("image").asText())
                    .matches(image -> service.has("build") ? image.startsWith("cssc/") : image.startsWith("${"));
        }
    }

    @Test
    void ourContainersCannotChangeTheirFilesAndHaveNoRights() throws IOException {
        JsonNode services = compose().get("services");
        for (String name : List.of("trigger-service", "scan-service", "patch-service", "demo")) {
            JsonNode service = services.path(name);
            assertThat(service.path("read_only").asBoolean()).as(name).isTrue();
            assertThat(texts(service.path("tmpfs"))).as(name).containsExactly("/tmp");
            assertThat(texts(service.path("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(texts(service.path("security_opt"))).as(name).containsExactly("no-new-privileges:true");
            assertThat(service.has("cap_add") || service.has("privileged"))
                    .as(name)
                    .isFalse();
        }
    }

    @Test
    void nothingIsPrivilegedAndBuildKitIsRootless() throws IOException {
        JsonNode services = compose().get("services");
        services.forEach(
                service -> assertThat(service.path("privileged").asBoolean()).isFalse());
        assertThat(image(services.path("buildkit"))).endsWith("-rootless");
        assertThat(services.path("buildkit").path("user").asText()).isEqualTo("1000:1000");
    }

    /** Read as text: its tags are Compose's own. */
    @Test
    void withBuildahOnlyThePatchServiceHasRightsAndThereIsNoBuildKit() throws IOException {
        String file = Files.readString(ProjectClasses.PROJECT.resolve("deploy/compose.buildah.yml"));
        assertThat(file.lines().filter(line -> line.matches("  [a-z-]+:.*")))
                .containsExactly("  patch-service:", "  buildkit: !reset null");
        assertThat(file).contains("cap_drop: [\"ALL\"]").doesNotContain("privileged", "seccomp", "read_only");

        String chart = Files.readString(ProjectClasses.PROJECT.resolve("deploy/helm/cssc/templates/_pod.tpl"));
        assertThat(rights(file, "cap_add: \\[(.*)]"))
                .isEqualTo(rights(chart, "add: \\[(.*)]"))
                .isNotEmpty();
    }

    private static List<String> rights(String file, String expression) {
        return Pattern.compile(expression)
                .matcher(file)
                .results()
                .flatMap(match -> Stream.of(match.group(1).split(", ", -1)))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
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

    /** Where it were missing, the engine would make one of root's; the local stack's is for its user alone, and goes with it. */
    @Test
    void composedSecretsHaveADirectoryOfTheirOwnWhoseFilesGitIgnores() throws IOException {
        for (String name : OURS) {
            List<String> mounted = texts(compose().at("/services/" + name + "/volumes")).stream()
                    .filter(volume -> volume.startsWith("${CSSC_SECRETS:-"))
                    .toList();
            assertThat(mounted)
                    .as(name)
                    .containsExactly("${CSSC_SECRETS:-./deploy/compose-secrets}:/etc/cssc/secrets:ro");
        }
        assertThat(Files.readAllLines(ProjectClasses.PROJECT.resolve("deploy/compose-secrets/.gitignore")))
                .contains("*", "!.gitignore");
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
    void aVariableThatNothingReadsIsNoticed() throws IOException {
        assertThat(unknown(List.of("CSSC_SCAN_ENGINE", "CSSC_SCAN_ENGIN", "CSSC_REGISTRIES_LOCAL_PORT")))
                .containsExactly("CSSC_REGISTRIES_LOCAL_PORT", "CSSC_SCAN_ENGIN");
    }

    @Test
    void theLauncherSetsOnlyVariablesThatAreRead() throws IOException {
        StackSettings settings = new StackSettings(
                StackSettings.ports(Map.of(), Map.of()),
                new StackSettings.Engines(
                        "trivy",
                        "copa",
                        Optional.of("tcp://127.0.0.1:1234"),
                        Optional.of(new TrivyDatabase.Present(
                                Path.of("/cache"), true, Optional.of("mirror.example/trivy-db:2")))),
                Build.JVM);
        for (Part part : Part.services()) {
            assertThat(unknown(Launch.serviceEnvironment(part, new StackHome(Path.of("home")), settings)
                            .keySet()))
                    .as(part.title())
                    .isEmpty();
        }
    }
}
