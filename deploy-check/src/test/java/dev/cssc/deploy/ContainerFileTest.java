package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the container files promise. That they build and run is tested with an engine, end to end. */
class ContainerFileTest {
    private static final List<String> SERVICES = List.of("trigger-service", "scan-service", "patch-service");
    private static final Set<String> CHOICES =
            Set.of("TRIVY_FROM", "COPA_FROM", "PATCH_ENGINE", "NATIVE_FROM", "JARS_FROM", "PROGRAMS_FROM");
    private static final Set<String> FOR_LABELS = Set.of("VERSION", "REVISION", "SOURCE");
    private static final List<Path> FILES =
            ContainerFile.CONTAINER_FILES.stream().map(ContainerFile::path).toList();

    private static List<String> results(String file) {
        return file.endsWith("jvm")
                ? Stream.concat(SERVICES.stream(), Stream.of("cssc")).toList()
                : SERVICES;
    }

    @ParameterizedTest
    @FieldSource("dev.cssc.deploy.ContainerFile#CONTAINER_FILES")
    void everyBaseIsAnArgumentWithAnExactVersionOrAStage(String name) throws IOException {
        ContainerFile file = ContainerFile.read(name);

        for (Map.Entry<String, ContainerFile.Stage> stage : file.stages().entrySet()) {
            String base = stage.getValue().base();
            assertThat(file.stages().containsKey(base) || base.contains("${") || base.equals("scratch"))
                    .as("%s is made from %s", stage.getKey(), base)
                    .isTrue();
        }
        file.arguments().forEach((argument, value) -> {
            if (CHOICES.contains(argument)) {
                assertThat(file.stages().keySet())
                        .anyMatch(stage -> stage.equals(value) || stage.endsWith("-" + value));
            } else if (!FOR_LABELS.contains(argument)) {
                assertThat(argument).endsWith("_IMAGE");
                assertThat(value)
                        .matches("[a-z0-9.]+/[\\w./-]+:v?\\d+\\.\\d+[\\w.-]*")
                        .doesNotContain("latest");
            }
        });
    }

    @ParameterizedTest
    @FieldSource("dev.cssc.deploy.ContainerFile#CONTAINER_FILES")
    void everyImageEndsAsAUserWhoIsNotRootWithAHealthCheckAndLabels(String name) throws IOException {
        ContainerFile file = ContainerFile.read(name);

        for (String result : results(name)) {
            List<ContainerFile.Stage> lineage = file.lineage(result);
            assertThat(lineage.getFirst().instructions().getLast()).as(result).isEqualTo("USER 10001:10001");
            assertThat(lineage.stream().flatMap(stage -> stage.all("HEALTHCHECK")))
                    .as(result)
                    .isNotEmpty();
            assertThat(lineage.stream()
                            .flatMap(stage -> stage.all("LABEL"))
                            .toList()
                            .toString())
                    .as(result)
                    .contains(
                            "image.title=",
                            "image.description=",
                            "image.version=\"${VERSION}\"",
                            "image.revision=\"${REVISION}\"",
                            "image.source=\"${SOURCE}\"",
                            "image.licenses=\"Apache-2.0\"",
                            "image.base.name=",
                            "image.vendor=");
        }
    }

    /** Each commit has another; what is installed and fetched before would be so again. */
    @ParameterizedTest
    @FieldSource("dev.cssc.deploy.ContainerFile#CONTAINER_FILES")
    void whatIsOfACommitIsSaidOnlyInWhatComesOut(String name) throws IOException {
        ContainerFile file = ContainerFile.read(name);

        assertThat(file.stages())
                .allSatisfy((stage, content) -> assertThat(content.all("ARG").anyMatch("REVISION"::equals))
                        .as(stage)
                        .isEqualTo(results(name).contains(stage) || stage.equals("builder")));
        assertThat(file.stages().get("runtime").all("COPY")).contains("LICENSE /licenses/LICENSE");
    }

    @Test
    void bothWaysToTheSameServiceSayTheSameOfIt() throws IOException {
        ContainerFile jvm = ContainerFile.read("Containerfile.jvm");
        ContainerFile native_ = ContainerFile.read("Containerfile.native");

        for (String service : SERVICES) {
            assertThat(said(native_.stages().get(service)))
                    .isEqualTo(said(jvm.stages().get(service)));
        }
        for (String argument : List.of("MAVEN_IMAGE", "BUILDKIT_IMAGE", "TRIVY_FROM", "COPA_FROM", "PATCH_ENGINE")) {
            assertThat(native_.arguments().get(argument))
                    .isEqualTo(jvm.arguments().get(argument));
        }
    }

    /** All but where the program is from. */
    private static List<String> said(ContainerFile.Stage stage) {
        return stage.instructions().stream()
                .filter(line -> !line.startsWith("COPY --chown") && !line.startsWith("COPY --from=programs"))
                .toList();
    }

    /** Tools beside the heap want memory too; the nearest word counts. */
    @Test
    void aJvmTakesTheShareOfMemoryThatItHasOnKubernetes() throws IOException {
        ContainerFile jvm = ContainerFile.read("Containerfile.jvm");
        Objects chart = Objects.of(ValueSet.DEFAULTS);

        for (String service : SERVICES) {
            String said = jvm.lineage(service).stream()
                    .flatMap(stage -> stage.all("ENV"))
                    .filter(line -> line.contains("JAVA_TOOL_OPTIONS="))
                    .map(line -> line.replaceAll(".*JAVA_TOOL_OPTIONS=\"([^\"]*)\".*", "$1"))
                    .findFirst()
                    .orElseThrow();
            assertThat(said)
                    .as(service)
                    .isEqualTo(chart.one(ConfigMap.class, "cssc-" + service)
                            .getData()
                            .get("JAVA_TOOL_OPTIONS"));
        }
    }

    /** Who has nothing but an engine of containers has nothing compiled. */
    @ParameterizedTest
    @FieldSource("dev.cssc.deploy.ContainerFile#CONTAINER_FILES")
    void whereNobodySaysOtherwiseTheSourcesAreCompiledInAContainer(String name) throws IOException {
        ContainerFile file = ContainerFile.read(name);
        ContainerFile.Stage builder = file.stages().get("builder");

        assertThat(file.arguments().get(name.endsWith("jvm") ? "JARS_FROM" : "NATIVE_FROM"))
                .isEqualTo("builder");
        assertThat(builder.all("COPY")).contains(". .");
        assertThat(builder.all("RUN"))
                .singleElement()
                .satisfies(command -> assertThat(command)
                        .contains("trigger-service,scan-service,patch-service", "\"-Dcssc.commit=${REVISION}\""));
    }

    /** Maven reads every module's file, whichever it builds. */
    @Test
    void whatIsCompiledAndWhatIsCopiedReachesTheEngine() throws IOException {
        List<String> ignored = Files.readAllLines(Helm.PROJECT.resolve(".dockerignore"));
        List<String> modules =
                List.copyOf(Sources.found(List.of(Helm.PROJECT.resolve("pom.xml")), "<module>([^<]+)</module>"));

        assertThat(modules).hasSizeGreaterThan(10);
        for (String module : modules) {
            if (!module.equals("release")) { // of a profile of its own
                assertThat(ignored).contains("!" + module.replaceFirst("/.*", ""));
            }
        }
        List<PathMatcher> taken = ignored.stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> FileSystems.getDefault().getPathMatcher("glob:" + line.substring(1)))
                .toList();
        for (String name : ContainerFile.CONTAINER_FILES) {
            assertThat(ContainerFile.read(name).stages().get("compiled").all("COPY"))
                    .isNotEmpty()
                    .map(copied -> Path.of(copied.replaceFirst(" .*", "")))
                    .allSatisfy(source -> assertThat(taken).as("%s", source).anyMatch(glob -> glob.matches(source)));
        }
    }

    @Test
    void nativeProgramsAreCompiledOneAfterAnother() throws IOException {
        assertThat(ContainerFile.read("Containerfile.native")
                        .stages()
                        .get("builder")
                        .all("RUN"))
                .filteredOn(command -> command.contains("-Pnative"))
                .singleElement()
                .satisfies(command -> assertThat(command).contains(" -T1 "));
    }

    @Test
    void triviesAreOnesThatMayBeUsedAndTheirChecksumsAreKnown() throws IOException {
        List<String[]> releases = releases();
        assertThat(releases)
                .extracting(words -> words[0] + " " + words[2])
                .containsExactlyInAnyOrder("trivy amd64", "trivy arm64", "copa amd64", "copa arm64");
        for (String[] words : releases) {
            assertThat(words).hasSize(6);
            assertThat(words[1]).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(words[4]).startsWith("https://").contains(words[1]);
            assertThat(words[5]).startsWith("https://").contains(words[1]);
            if (words[0].equals("trivy")) {
                assertThat(Integer.parseInt(words[1].split("\\.", -1)[1])).isGreaterThanOrEqualTo(70);
                assertThat(words[3]).matches("[0-9a-f]{64}");
            }
        }
    }

    private static List<String[]> releases() throws IOException {
        List<String[]> releases = new ArrayList<>();
        for (String line : Files.readAllLines(Helm.PROJECT.resolve("deploy/releases"))) {
            if (!line.startsWith("#")) {
                releases.add(line.split(" ", -1));
            }
        }
        return releases;
    }

    @Test
    void theSameBuildKitIsCalledAndRuns() throws IOException {
        String called = ContainerFile.read("Containerfile.jvm").arguments().get("BUILDKIT_IMAGE");

        assertThat(Files.readString(Helm.PROJECT.resolve("docker-compose.yml"))).contains(called + "-rootless");
    }

    @Test
    void imagesAreLabelledAndNamedByTheVersionOfTheProject() {
        String version = Sources.version();

        assertThat(Sources.found(FILES, "ARG VERSION=(\\S+)")).containsExactly(version);
        assertThat(Sources.found(
                        List.of(
                                Helm.PROJECT.resolve("docker-compose.yml"),
                                Helm.PROJECT.resolve("deploy/compose.buildah.yml")),
                        "image: cssc/[a-z-]+:(\\S+?)(?:-buildah)?\\n"))
                .containsExactly(version);
    }

    @Test
    void whatIsCopiedIsNamedWithoutAVersion() {
        assertThat(Sources.found(FILES, "COPY (?:--\\S+ )*(\\S*target/\\S*[*\\d]\\S*)"))
                .as("a second version's, left by an older build, would match as well")
                .isEmpty();
    }
}
