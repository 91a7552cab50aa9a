package dev.cssc.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The base for Kustomize is what the chart makes of its defaults, without what is Helm's. Run with {@code -Dgolden.update} after a change of
 * the chart, and read the difference.
 */
class KustomizeTest {
    private static final Path BASE = Helm.PROJECT.resolve("deploy/kustomize/base");
    private static final List<String> OF_HELM = List.of("helm.sh/chart", "app.kubernetes.io/managed-by");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    @BeforeAll
    static void helm() throws IOException {
        if (System.getProperty("golden.update") != null) {
            for (var file : files().entrySet()) {
                Files.writeString(BASE.resolve(file.getKey()), file.getValue());
            }
        }
    }

    /** One file for each service. */
    private static Map<String, String> files() throws IOException {
        Map<String, StringBuilder> files = new TreeMap<>();
        for (JsonNode document : StrictReader.documents(Helm.rendered(ValueSet.DEFAULTS))) {
            withoutHelm(document);
            String service =
                    document.at("/metadata/labels/app.kubernetes.io~1component").asText();
            assertThat(Objects.SERVICES).contains(service);
            files.computeIfAbsent(
                            service + ".yaml",
                            name -> new StringBuilder("# Made from the Helm chart by deploy-check.\n"))
                    .append(YAML.writeValueAsString(document));
        }
        Map<String, String> texts = new TreeMap<>();
        files.forEach((name, text) -> texts.put(name, text.toString()));
        return texts;
    }

    private static void withoutHelm(JsonNode document) {
        ((ObjectNode) document.at("/metadata/labels")).remove(OF_HELM);
        // Kustomize gives a ConfigMap that it generates another name for another content; this one is changed by hand.
        if (document.at("/spec/template/metadata") instanceof ObjectNode pod) {
            pod.remove("annotations");
        }
    }

    @Test
    void theBaseIsWhatTheChartMakesOfItsDefaults() throws IOException {
        for (var file : files().entrySet()) {
            assertThat(BASE.resolve(file.getKey())).content().isEqualTo(file.getValue());
        }
    }

    @Test
    void theBaseHasTheSameObjectsAsTheChart() throws IOException {
        List<String> based = new ArrayList<>();
        for (String service : Objects.SERVICES) {
            StrictReader.read(Files.readString(BASE.resolve(service + ".yaml")))
                    .forEach(object -> based.add(
                            object.getKind() + " " + object.getMetadata().getName()));
        }
        assertThat(based)
                .containsExactlyInAnyOrderElementsOf(Objects.of(ValueSet.DEFAULTS).all().stream()
                        .map(object ->
                                object.getKind() + " " + object.getMetadata().getName())
                        .toList());
    }

    @Test
    void theBaseNamesAllOfItsFiles() throws IOException {
        List<String> named = new ArrayList<>();
        YAML.readTree(BASE.resolve("kustomization.yaml").toFile())
                .path("resources")
                .forEach(file -> named.add(file.asText()));

        try (Stream<Path> files = Files.list(BASE)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> !file.equals("kustomization.yaml")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    /** Every name that the example changes is one of the base. */
    @Test
    void theExampleChangesWhatIsThere() throws IOException {
        Path example = BASE.resolveSibling("example");
        JsonNode kustomization =
                YAML.readTree(example.resolve("kustomization.yaml").toFile());
        String base = String.join("\n", files().values());

        kustomization
                .path("images")
                .forEach(image ->
                        assertThat(base).contains("image: " + image.path("name").asText() + ":"));
        List<String> targets = new ArrayList<>();
        kustomization
                .path("patches")
                .forEach(patch -> targets.add(patch.path("path").asText()));
        assertThat(targets).isNotEmpty();
        for (String target : targets) {
            for (JsonNode patch : StrictReader.documents(Files.readString(example.resolve(target)))) {
                assertThat(base).contains("name: " + patch.at("/metadata/name").asText() + "\n");
                patch.path("data")
                        .fieldNames()
                        .forEachRemaining(key -> assertThat(base).contains("  " + key + ": "));
            }
        }
    }
}
