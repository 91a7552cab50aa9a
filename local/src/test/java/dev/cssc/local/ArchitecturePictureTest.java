package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cssc.common.event.EventType;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** The picture on docs/architecture.md beside docs/asyncapi.yaml, which is made of the services. */
class ArchitecturePictureTest {
    private static final Path DOCS = ProjectClasses.PROJECT.resolve("docs");
    private static final Pattern PICTURE = Pattern.compile("```mermaid\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TOPIC = Pattern.compile("\\s+(\\w+)\\[([a-z-]+)]");
    private static final Pattern OPERATION = Pattern.compile("(\\w+)-service-(sends|receives)-(\\w+)");
    private static final Set<String> SERVICES = Set.of("trigger", "scan", "patch");

    @Test
    void everyEventGoesFromWhoSendsItToWhoReceivesItAndNowhereElse() throws IOException {
        assertThat(shown()).isEqualTo(announced());
    }

    private static Set<String> shown() throws IOException {
        Matcher picture = PICTURE.matcher(Files.readString(DOCS.resolve("architecture.md")));
        assertThat(picture.find()).isTrue();
        List<String> lines = picture.group(1).lines().toList();
        Map<String, String> topics = new HashMap<>();
        lines.stream().map(TOPIC::matcher).filter(Matcher::matches).forEach(m -> topics.put(m.group(1), m.group(2)));
        Set<String> shown = new TreeSet<>();
        for (String line : lines) {
            String[] nodes = line.strip().split("\\s*-->(\\|[^|]*\\|)?\\s*");
            for (int i = 1; i < nodes.length; i++) {
                String from = nodes[i - 1].replaceFirst("[\\[(].*", "");
                String to = nodes[i].replaceFirst("[\\[(].*", "");
                if (SERVICES.contains(from) && topics.containsKey(to)) {
                    shown.add(from + " sends " + topics.get(to));
                } else if (topics.containsKey(from)) {
                    shown.add(to + " receives " + topics.get(from));
                }
            }
        }
        return shown;
    }

    private static Set<String> announced() throws IOException {
        Map<String, EventType> types = Arrays.stream(EventType.values())
                .collect(Collectors.toMap(type -> type.record().getSimpleName(), Function.identity()));
        JsonNode operations = new YAMLMapper()
                .readTree(DOCS.resolve("asyncapi.yaml").toFile())
                .path("operations");
        Set<String> announced = new TreeSet<>();
        operations.fieldNames().forEachRemaining(name -> {
            Matcher operation = OPERATION.matcher(name);
            assertThat(operation.matches()).as(name).isTrue();
            String topic = types.get(operation.group(3)).topic().replaceFirst("^cssc\\.", "");
            announced.add(operation.group(1) + " " + operation.group(2) + " " + topic);
        });
        return announced;
    }
}
