package dev.cssc.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.testing.Transcript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The services' archives, and the bills of materials of all that is packed. */
class ServicesIT {
    static final List<String> SERVICES = Dist.SERVICES;

    /** A dependency of Quarkus that is for development, which it does not package. */
    private static final String LEFT_OUT = "io.quarkus.quarkus-ide-launcher-";

    @ParameterizedTest
    @FieldSource("SERVICES")
    void itStartsAndSaysWhatIsWrongWithItsConfiguration(String service, @TempDir Path directory) {
        needsArchive(service);
        Dist.unpack(Dist.archive(service), directory);

        Transcript transcript = Dist.run(
                directory,
                List.of(service + "-" + Dist.VERSION + "/bin/" + service),
                Map.of("CSSC_WORKER_LEASE", "soon"));

        assertThat(transcript.with(1).stdout() + transcript.stderr()).contains("cssc.worker.lease", "soon");
    }

    @ParameterizedTest
    @FieldSource("SERVICES")
    void itsBillOfMaterialsNamesEveryJarAndNoOther(String service) throws IOException {
        needsArchive(service);

        Set<String> named = components(service, ServicesIT::asQuarkusNamesIt);
        named.removeIf(jar -> jar.startsWith(LEFT_OUT));

        assertThat(named).containsExactlyInAnyOrderElementsOf(jars(Dist.archive(service), "/quarkus-app/lib/"));
    }

    @Test
    void theCommandsBillOfMaterialsNamesEveryJarAndNoOther() throws IOException {
        assertThat(components("cssc", ServicesIT::nameAndVersion))
                .containsExactlyInAnyOrderElementsOf(jars(Dist.archive("cssc"), "/lib/cssc/lib/"));
    }

    /** With its group; the project's own as the build calls their files. */
    private static String asQuarkusNamesIt(JsonNode component) {
        String group = component.path("group").asText();
        return group + "." + (group.equals("dev.cssc") ? component.path("name").asText() : nameAndVersion(component));
    }

    private static String nameAndVersion(JsonNode component) {
        return component.path("name").asText() + "-" + component.path("version").asText();
    }

    @Test
    void theBillOfTheWholeNamesWhatIsInEach() throws IOException {
        Set<String> all = names("cssc-all");

        for (String program :
                Stream.concat(SERVICES.stream(), Stream.of("cssc")).toList()) {
            assertThat(all).as(program).containsAll(names(program));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"trigger-service", "scan-service", "patch-service", "cssc", "cssc-all"})
    void billsSayTheLicenseOfWhatIsOurs(String program) throws IOException {
        List<JsonNode> ours = new ArrayList<>(List.of(bill(program).at("/metadata/component")));
        bill(program).path("components").forEach(component -> {
            if (component.path("group").asText().equals("dev.cssc")) {
                ours.add(component);
            }
        });

        assertThat(ours)
                .hasSizeGreaterThan(1)
                .allSatisfy(component -> assertThat(
                                component.at("/licenses/0/license/id").asText())
                        .as(component.path("name").asText())
                        .isEqualTo("Apache-2.0"));
    }

    private static void needsArchive(String service) {
        assumeThat(Dist.archive(service))
                .as("skipped: with -Pnative the services are built as native programs alone")
                .exists();
    }

    private static Set<String> jars(Path archive, String below) {
        return Dist.entries(archive).stream()
                .map(entry -> entry.getName())
                .filter(name -> name.contains(below) && name.endsWith(".jar"))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode bill(String program) throws IOException {
        return new ObjectMapper()
                .readTree(Files.readString(Dist.DIRECTORY.resolve(program + "-" + Dist.VERSION + ".cdx.json")));
    }

    private static Set<String> names(String program) throws IOException {
        Set<String> names = new TreeSet<>();
        bill(program)
                .path("components")
                .forEach(component -> names.add(component.path("purl").asText()));
        assertThat(names).isNotEmpty();
        return names;
    }

    private static Set<String> components(String program, Function<JsonNode, String> file) throws IOException {
        Set<String> files = new TreeSet<>();
        bill(program).path("components").forEach(component -> files.add(file.apply(component) + ".jar"));
        return files;
    }
}
