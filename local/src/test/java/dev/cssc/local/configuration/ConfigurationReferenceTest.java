package dev.cssc.local.configuration;

import dev.cssc.common.event.EventType;
import dev.cssc.common.testing.Golden;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/configuration.md, which is made from the sources. Run with {@code -Dgolden.update} to write it anew. */
class ConfigurationReferenceTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    private static final Path PAGE = PROJECT.resolve("docs/configuration.md");

    /**
     * A name of ours that is no part of a longer one, such as a package or a system property of the tests, and does not stand before a slash: a
     * label of Kubernetes is written {@code cssc.dev/client}.
     */
    private static final Pattern NAME =
            Pattern.compile("(?<![\\w./-])cssc\\.[a-z][a-z0-9-]*+(?:\\.[a-z0-9-]++)*+(?!/)");

    /** Where the attributes of spans are, whose names are written as keys are. */
    private static final Path FIELDS = PROJECT.resolve("common/work/src/main/java/dev/cssc/common/trace/Field.java");

    private static final Pattern ATTRIBUTE = Pattern.compile("(?:text\\(\"|longKey\\(\"cssc\\.)([a-z]+)\"");

    /** Keys of ours that no interface reads. */
    private static final Set<String> OTHERS = Set.of("cssc.schema", "cssc.registries-file");

    private static ServiceProperties services;
    private static ConfigurationSources sources;
    private static List<ConfigurationMapping> mappings;

    @BeforeAll
    static void read() throws IOException {
        services = ServiceProperties.of(PROJECT);
        sources = ConfigurationSources.of(PROJECT, services.allModules());
        mappings = sources.mappings();
    }

    @Test
    void everyKeyAndEveryGroupOfKeysSaysWhatItMeans() {
        assertThat(sources.undocumented()).isEmpty();
    }

    @Test
    void everyMappingIsPartOfAServiceAndHasAPrefixOfItsOwn() {
        assertThat(mappings).hasSizeGreaterThan(15).allSatisfy(mapping -> {
            assertThat(services.having(mapping.module())).as(mapping.prefix()).isNotEmpty();
            assertThat(mapping.keys()).as(mapping.prefix()).isNotEmpty();
        });
        assertThat(mappings).extracting(ConfigurationMapping::prefix).doesNotHaveDuplicates();
    }

    @Test
    void groupsMapsNamesAndDefaultsAreReadAsSmallRyeConfigReadsThem() {
        assertThat(key("cssc.registries.<name>.azure.client-id"))
                .satisfies(key -> assertThat(key.variable()).isEqualTo("CSSC_REGISTRIES_<NAME>_AZURE_CLIENT_ID"))
                .satisfies(key -> assertThat(key.required()).isFalse());
        assertThat(key("cssc.registries.<name>.host").required()).isTrue();
        assertThat(key("cssc.buildah.container-environment.<name>").standard()).isEmpty();
        assertThat(key("cssc.patch.copa.buildkits.<name>.repositories").type()).contains("text, several");
        assertThat(key("cssc.worker.lease").standard()).contains("30s");
        assertThat(key("cssc.scan.trivy.server.mode").meaning()).contains("`managed`: ");
    }

    @Test
    void thePageIsWhatTheSourcesSay() throws IOException {
        String expected = ConfigurationPage.of(mappings, services);
        assertThat(Golden.kept(PAGE, expected)).isEqualTo(expected);
    }

    @Test
    void everyKeyThatADocumentNamesIsThere() throws IOException {
        Set<String> unknown = new TreeSet<>();
        for (Path document : documents()) {
            NAME.matcher(Files.readString(document))
                    .results()
                    .map(MatchResult::group)
                    .filter(name -> !isKnown(name))
                    .forEach(name -> unknown.add(PROJECT.relativize(document) + ": " + name));
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void everyKeyOfOursThatAServiceSetsIsThere() {
        assertThat(services.names().stream().filter(name -> name.startsWith("cssc.")))
                .isNotEmpty()
                .allMatch(name -> OTHERS.contains(name) || isKey(name));
    }

    @Test
    void aKeyThatNothingReadsIsNoticed() {
        assertThat(isKnown("cssc.worker.leese")).isFalse();
        assertThat(isKnown("cssc.registries.quay.port")).isFalse();
        assertThat(isKnown("cssc.registries.quay.host")).isTrue();
        assertThat(isKnown("cssc.scan.trivy")).isTrue();
    }

    /** The keys of Quarkus that the page explains are ones that something of ours sets. */
    @Test
    void everyKeyForOperatorsIsSetSomewhere() throws IOException {
        StringBuilder set = new StringBuilder(String.join("\n", services.names()));
        for (String file : List.of("docker-compose.yml", "README.md", "deploy/Containerfile.jvm")) {
            set.append('\n').append(Files.readString(PROJECT.resolve(file)));
        }
        Stream.of(OperatorKeys.required(), OperatorKeys.usual(), OperatorKeys.fixed())
                .flatMap(keys -> keys.keySet().stream())
                .forEach(name -> assertThat(set.toString())
                        .containsAnyOf(name, name.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT)));
    }

    private static ConfigurationKey key(String name) {
        return keys().filter(key -> key.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stream<ConfigurationKey> keys() {
        return mappings.stream().flatMap(mapping -> mapping.keys().stream());
    }

    private static boolean isKey(String name) {
        return keys().anyMatch(key -> !key.group() && key.bears(name));
    }

    /** A key, the beginning of one, a topic, or an attribute of a span. */
    private static boolean isKnown(String name) {
        return OTHERS.contains(name)
                || isKey(name)
                || keys().anyMatch(key -> key.begins(name))
                || Arrays.stream(EventType.values())
                        .anyMatch(type -> name.equals(type.topic()) || name.equals(type.deadLetterTopic()))
                || attributes().anyMatch(name::equals);
    }

    private static Stream<String> attributes() {
        try {
            return ATTRIBUTE.matcher(Files.readString(FIELDS)).results().map(found -> "cssc." + found.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyAttributeOfOursIsExplained() throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/observability.md"));
        assertThat(attributes()).isNotEmpty().allMatch(name -> page.contains("`" + name + "`"));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(
                            docs.filter(file -> file.toString().endsWith(".md")),
                            Stream.of("README.md", "CONTRIBUTING.md", "docker-compose.yml")
                                    .map(PROJECT::resolve))
                    .toList();
        }
    }
}
