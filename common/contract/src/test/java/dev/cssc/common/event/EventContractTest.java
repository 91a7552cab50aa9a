package dev.cssc.common.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cssc.common.Golden;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.DefinitionProblem;
import dev.cssc.common.registry.definition.DefinitionReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The wire form of the events is a public contract: schemas, golden files and leniency towards later versions. */
class EventContractTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    static List<Event> samples() {
        return Samples.all();
    }

    @Test
    void everyEventTypeHasASample() {
        assertThat(samples()).extracting(Event::type).containsExactlyInAnyOrder(EventType.values());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenFollowsThePublishedSchema(Event event) throws IOException {
        assertThat(violations(event.type(), EventCodec.write(event))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsWrittenReadsBackEqual(Event event) {
        assertThat(EventCodec.read(EventCodec.write(event), event.type().record()))
                .isEqualTo(event);
    }

    /** Run with {@code -Dgolden.update} after a deliberate, compatible change of the contract. */
    @ParameterizedTest
    @MethodSource("samples")
    void theWireFormDoesNotDrift(Event event) throws IOException {
        Path golden = GOLDEN.resolve(event.type().cloudEventType() + ".json");
        String written = EventCodec.mapper()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(EventCodec.mapper().readTree(EventCodec.write(event)))
                + "\n";
        assertThat(written).isEqualTo(Golden.kept(golden, written));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void fieldsOfALaterVersionAreIgnored(Event event) throws IOException {
        ObjectNode later = (ObjectNode) EventCodec.mapper().readTree(EventCodec.write(event));
        later.put("addedLater", 42).putObject("alsoAddedLater").put("x", "y");

        assertThat(EventCodec.read(later.toString(), event.type().record())).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aMissingRequiredFieldIsAnErrorForSchemaAndReader(EventType type) throws IOException {
        Event sample =
                samples().stream().filter(e -> e.type() == type).findFirst().orElseThrow();
        ObjectNode whole = (ObjectNode) EventCodec.mapper().readTree(EventCodec.write(sample));
        List<String> refusedBySchema = new ArrayList<>();
        List<String> refusedByReader = new ArrayList<>();
        whole.fieldNames().forEachRemaining(field -> {
            JsonNode without = whole.deepCopy().without(field);
            if (!violations(type, without.toString()).isEmpty()) {
                refusedBySchema.add(field);
            }
            try {
                EventCodec.read(without.toString(), type.record());
            } catch (FailureException e) {
                assertThat(e.failure().reason()).isEqualTo(ReasonCode.EVENT_INVALID);
                assertThat(e.failure().detail()).contains(field);
                refusedByReader.add(field);
            }
        });

        assertThat(refusedBySchema).isNotEmpty();
        // Numbers and booleans have a zero of their own in Java; everything else that the schema wants, the reader
        // wants.
        refusedBySchema.removeAll(Set.of("attempt", "accepted", "addedBytes", "version"));
        assertThat(refusedByReader).containsAll(refusedBySchema);
    }

    @Test
    void theShortFormOfADueImageIsReadAndFollowsTheSchema() throws IOException {
        String json = "{\"image\": \"127.0.0.1:5000/demo/debian:12\"}";

        ForeignImageDue due = EventCodec.read(json, ForeignImageDue.class);

        assertThat(due.image()).hasToString("127.0.0.1:5000/demo/debian:12");
        assertThat(due.reason()).isEqualTo(Optional.empty());
        assertThat(violations(EventType.IMAGE_DUE, json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"run\":\"r\"} trailing",
                "{\"image\": \"registry/UPPER:1\"}",
                "{\"image\": \"no-tag/x\"}",
                "{\"image\": \"registry/x:1\", \"tagConvention\": \"sideways\"}"
            })
    void whatIsNoDueImageIsRefusedWithAReason(String text) {
        assertThatThrownBy(() -> EventCodec.read(text, ForeignImageDue.class))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.EVENT_INVALID));
    }

    @Test
    void aDocumentNestedDeeperThanAnyEventIsRefused() {
        String deep = "{\"run\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThatThrownBy(() -> EventCodec.read(deep, RunCancelled.class)).isInstanceOf(FailureException.class);
    }

    @Test
    void anEventBeyondTheSizeLimitIsRefusedBeforeItIsSent() {
        RunCancelled huge = new RunCancelled("r".repeat(EventCodec.LARGEST_VALUE), "w");

        assertThatThrownBy(() -> EventCodec.write(huge))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.TOO_LARGE));
    }

    @Test
    void theErrorTextDoesNotRepeatTheDocument() {
        assertThatThrownBy(() -> EventCodec.read(
                        "{\"run\": {\"password\": \"hunter2\"}, \"workflow\": \"w\"}", RunCancelled.class))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().detail())
                                .doesNotContain("hunter2")
                                .contains("run"));
    }

    @Test
    void everyRecordOfTheContractIsRegisteredForNativeImages() throws IOException {
        Path classes = Path.of("target/classes");
        Set<String> registered;
        try (InputStream in =
                getClass().getResourceAsStream("/META-INF/native-image/dev.cssc/cssc-contract/reflect-config.json")) {
            assertThat(in).isNotNull();
            registered = EventCodec.mapper().readTree(in).findValuesAsText("name").stream()
                    .collect(Collectors.toSet());
        }
        Set<String> needed;
        try (var files = Files.walk(classes)) {
            needed = files.filter(f -> f.toString().endsWith(".class"))
                    .map(f -> classes.relativize(f).toString().replace('/', '.').replaceAll("\\.class$", ""))
                    .filter(EventContractTest::isReadOrWrittenAsJson)
                    .collect(Collectors.toSet());
        }

        assertThat(registered).containsExactlyInAnyOrderElementsOf(needed);
    }

    /** {@link Way} only makes events; a reading is what comes before one. */
    private static final Set<Class<?>> NEVER_WRITTEN = Set.of(
            Way.class, DefinitionProblem.class, DefinitionReading.Accepted.class, DefinitionReading.Refused.class);

    /** Records and enums of what travels; the lifecycle's types are never written. */
    private static boolean isReadOrWrittenAsJson(String name) {
        if (name.endsWith("package-info") || name.contains("ImageLifecycle$") && !name.endsWith("$State")) {
            return false;
        }
        try {
            Class<?> type = Class.forName(name, false, EventContractTest.class.getClassLoader());
            String feature = type.getPackageName().replace("dev.cssc.common.", "");
            Set<String> told = Set.of("event", "image", "registry.definition");
            return !NEVER_WRITTEN.contains(type)
                    && (type.isRecord() && told.contains(feature)
                            || type.isEnum() && (told.contains(feature) || feature.equals("failure"))
                            || type == CredentialReference.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> violations(EventType type, String json) {
        try (InputStream in = EventContractTest.class.getResourceAsStream(type.schemaResource())) {
            String schema = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema, InputFormat.JSON)
                    .validate(json, InputFormat.JSON)
                    .stream()
                    .map(Object::toString)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
