package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import dev.cssc.common.event.EventType;
import dev.cssc.common.testing.Golden;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * docs/asyncapi.yaml: the events that the services send and receive, as AsyncAPI 3.0. Made of the contract, its schemas, what the services are
 * set to receive and what is said here of the events that they make. Run with {@code -Dgolden.update} to write it anew.
 */
class EventReferenceTest {
    private static final Path PAGE = ProjectClasses.PROJECT.resolve("docs/asyncapi.yaml");
    private static final String SCHEMAS = "../common/contract/src/main/resources";
    private static final List<Service> SERVICES = List.of(
            new Service(
                    "trigger-service",
                    Set.of(EventType.IMAGE_DUE, EventType.RUN_CANCELLED, EventType.REGISTRY_CHANGED),
                    // The state that an image must have been in whose patch is the first that is heard of it.
                    Set.of(EventType.IMAGE_STATUS)),
            new Service(
                    "scan-service",
                    Set.of(
                            EventType.VULNS_FOUND,
                            EventType.PATCH_VERIFIED,
                            EventType.IMAGE_STATUS,
                            EventType.BECAME_FIXABLE),
                    // An order to itself.
                    Set.of(EventType.IMAGE_DUE)),
            new Service(
                    "patch-service",
                    Set.of(EventType.PATCH_STAGED, EventType.PATCHED, EventType.IMAGE_STATUS, EventType.BECAME_FIXABLE),
                    // The order of a job that is done again.
                    Set.of(EventType.VULNS_FOUND)));

    /**
     * A service's part.
     *
     * @param module its name
     * @param sent events that it makes and sends
     * @param kept events that it makes for itself
     */
    private record Service(String module, Set<EventType> sent, Set<EventType> kept) {
        String packages() {
            return "dev.cssc." + module.replace("-service", "") + ".";
        }
    }

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build();

    @Test
    void thePageTellsEveryEventWithWhoSendsAndReceivesIt() throws IOException {
        ObjectNode document = YAML.createObjectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Continuous patching: events")
                .put("version", "v1")
                .put(
                        "description",
                        "CloudEvents 1.0 in Kafka's binary content mode. A message that is not understood goes to the topic's name with .dlq.");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        for (EventType type : EventType.values()) {
            String name = type.record().getSimpleName();
            ObjectNode channel = channels.putObject(name).put("address", type.topic());
            channel.putObject("messages").putObject(name).put("$ref", "#/components/messages/" + name);
            messages.set(name, message(type));
            directions(type).forEach((operation, action) -> {
                ObjectNode told = operations.putObject(operation).put("action", action);
                told.putObject("channel").put("$ref", "#/channels/" + name);
            });
        }
        components.putObject("schemas").set("headers", headers());

        String page = "# Generated from the contract and the services; the schemas are those that they check with.\n"
                + YAML.writeValueAsString(document);
        assertThat(Golden.kept(PAGE, page)).isEqualTo(page);
    }

    @Test
    void everyEventHasOneWhoSendsItAndOneWhoReceivesIt() throws IOException {
        for (EventType type : EventType.values()) {
            assertThat(directions(type).values()).as(type.topic()).contains("send", "receive");
        }
    }

    @Test
    void aServiceMakesTheEventsThatItSendsOrKeepsAndNoOthers() {
        for (Service service : SERVICES) {
            Set<EventType> known = EnumSet.copyOf(service.sent());
            known.addAll(service.kept());
            assertThat(EnumSet.allOf(EventType.class).stream().filter(type -> makes(service, type)))
                    .as(service.module())
                    .containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static ObjectNode message(EventType type) throws IOException {
        JsonNode schema;
        try (InputStream in = Objects.requireNonNull(EventType.class.getResourceAsStream(type.schemaResource()))) {
            schema = new ObjectMapper().readTree(in);
        }
        ObjectNode message = YAML.createObjectNode()
                .put("name", type.cloudEventType())
                .put("title", schema.path("title").asText())
                .put("summary", schema.path("description").asText());
        message.putObject("headers").put("$ref", "#/components/schemas/headers");
        ObjectNode payload =
                message.putObject("payload").put("schemaFormat", "application/schema+json;version=2020-12");
        payload.putObject("schema").put("$ref", SCHEMAS + type.schemaResource());
        ObjectNode kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", "The same as ce_subject.");
        kafka.put("bindingVersion", "0.5.0");
        return message;
    }

    private static ObjectNode headers() {
        ObjectNode headers = YAML.createObjectNode().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("const", "1.0");
        properties
                .putObject("ce_id")
                .put("type", "string")
                .put("description", "An event with the same id and source is the same event.");
        properties.putObject("ce_source").put("type", "string").put("description", "Who made it.");
        properties.putObject("ce_type").put("type", "string").put("description", "The name of the message.");
        properties
                .putObject("ce_subject")
                .put("type", "string")
                .put("description", "What it is about, and the record's key.");
        properties.putObject("ce_time").put("type", "string").put("format", "date-time");
        properties.putObject("content-type").put("const", "application/json");
        return headers;
    }

    private static Map<String, String> directions(EventType type) throws IOException {
        Map<String, String> directions = new LinkedHashMap<>();
        String name = type.record().getSimpleName();
        for (Service service : SERVICES) {
            if (service.sent().contains(type)) {
                directions.put(service.module() + "-sends-" + name, "send");
            }
            if (receives(service.module(), type)) {
                directions.put(service.module() + "-receives-" + name, "receive");
            }
        }
        return directions;
    }

    /** By its constructor, or by a method of the contract that makes one. What is only received is made by the reader of JSON. */
    private static boolean makes(Service service, EventType type) {
        return ProjectClasses.all().stream()
                .filter(one -> one.getName().startsWith(service.packages()))
                .flatMap(one -> one.getCodeUnits().stream())
                .flatMap(method -> Stream.concat(
                        method.getCallsFromSelf().stream(), method.getMethodReferencesFromSelf().stream()))
                .map(JavaAccess::getTarget)
                .map(CodeUnitAccessTarget.class::cast)
                .filter(target ->
                        target.getOwner().getPackageName().equals(type.record().getPackageName()))
                .anyMatch(target -> target.getName().equals("<init>")
                        ? target.getOwner().isEquivalentTo(type.record())
                        : target.getRawReturnType().isEquivalentTo(type.record()));
    }

    private static boolean receives(String service, EventType type) throws IOException {
        Properties properties = new Properties();
        Path file = ProjectClasses.PROJECT.resolve(service).resolve("src/main/resources/application.properties");
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("mp.messaging.incoming.")
                        && key.endsWith(".topic")
                        && !key.contains(".dead-letter-queue."))
                .anyMatch(key -> type.topic().equals(properties.getProperty(key)));
    }
}
