package dev.cssc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/** A native program makes commands and sets their options by reflection, and reads resources: what it was not told of is missing there. */
class NativeRegistrationTest {
    private static final String GENERATED = "/META-INF/native-image/picocli-generated/dev.cssc/cssc-cli/";
    private static final String WRITTEN = "/META-INF/native-image/dev.cssc/";

    private static final Map<String, JsonNode> REGISTERED = new HashMap<>();

    @BeforeAll
    static void readWhatTheAnnotationProcessorWrote() throws IOException {
        read(GENERATED + "reflect-config.json")
                .forEach(type -> REGISTERED.put(type.required("name").asText(), type));
    }

    private static JsonNode read(String resource) throws IOException {
        try (InputStream in = NativeRegistrationTest.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void everyCommandCanBeMade() {
        List<Class<?>> commands = commands(CsscCommand.with(List.of())).toList();

        assertThat(commands).hasSizeGreaterThan(40);
        assertThat(commands.stream().filter(type -> !canBeMade(type))).isEmpty();
    }

    @Test
    void everyFieldThatTheCommandLineSetsIsKnown() {
        Set<Class<?>> types = new LinkedHashSet<>();
        commands(CsscCommand.with(List.of())).forEach(type -> collect(type, types));
        List<Field> set = types.stream()
                .flatMap(NativeRegistrationTest::fieldsOfTheCommandLine)
                .toList();

        assertThat(set).hasSizeGreaterThan(100);
        assertThat(set.stream().filter(field -> !isKnown(field))).isEmpty();
    }

    @Test
    void everyResourceIsIncluded() throws IOException {
        assertThat(included("cssc-contract", "dev/cssc/build.properties")).isTrue();
        assertThat(included("cssc-policy", "schemas/policy.v1.json")).isTrue();
        assertThat(included("cssc-policy", "schemas/policy.v2.json")).isFalse();
    }

    @Test
    void noFallBackToAJvmIsBuilt() throws IOException {
        Properties properties = new Properties();
        try (InputStream in =
                NativeRegistrationTest.class.getResourceAsStream(WRITTEN + "cssc-cli/native-image.properties")) {
            properties.load(in);
        }

        assertThat(properties.getProperty("Args")).contains("--no-fallback", "--enable-url-protocols=http,https");
    }

    /** The types of the commands, of every level. */
    private static Stream<Class<?>> commands(CommandLine command) {
        Stream<Class<?>> below = command.getSubcommands().values().stream().flatMap(NativeRegistrationTest::commands);
        Object made = command.getCommandSpec().userObject();
        return Stream.concat(Stream.of(made.getClass()), below);
    }

    /** The type, those that it extends, and those of its mixins and groups. */
    private static void collect(Class<?> type, Set<Class<?>> into) {
        if (type == Object.class || !into.add(type)) {
            return;
        }
        collect(type.getSuperclass(), into);
        for (Field field : type.getDeclaredFields()) {
            if (field.isAnnotationPresent(CommandLine.Mixin.class)
                    || field.isAnnotationPresent(CommandLine.ArgGroup.class)) {
                collect(field.getType(), into);
            }
        }
    }

    private static Stream<Field> fieldsOfTheCommandLine(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                .filter(field -> Stream.of(field.getAnnotations())
                        .anyMatch(annotation ->
                                annotation.annotationType().getName().startsWith("picocli.")));
    }

    private static boolean canBeMade(Class<?> type) {
        return Optional.ofNullable(REGISTERED.get(type.getName()))
                .filter(registered -> registered.path("allDeclaredConstructors").asBoolean())
                .isPresent();
    }

    private static boolean isKnown(Field field) {
        return Optional.ofNullable(REGISTERED.get(field.getDeclaringClass().getName())).stream()
                .flatMap(registered ->
                        StreamSupport.stream(registered.path("fields").spliterator(), false))
                .anyMatch(known -> known.path("name").asText().equals(field.getName()));
    }

    private static boolean included(String module, String resource) throws IOException {
        List<String> patterns = new ArrayList<>();
        read(WRITTEN + module + "/resource-config.json")
                .at("/resources/includes")
                .forEach(include -> patterns.add(include.path("pattern").asText()));
        return patterns.stream().anyMatch(pattern -> Pattern.matches(pattern, resource));
    }
}
