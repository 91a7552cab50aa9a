package dev.cssc.common.buildah;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.MountPoints;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With real Buildah and overlays, on images of a real registry. */
@EnabledIf(value = "isPossible", disabledReason = "takes root, buildah and docker-registry")
class UnpackedImagesTest {
    private static final Layer BASE = Layer.ofFiles(Map.of("etc/os-release", "ID=example\n"));
    private static final Layer LANGUAGE = Layer.ofFiles(Map.of("usr/language", "an interpreter\n"));
    private static final Layer ONE = Layer.ofFiles(Map.of("srv/app", "an application\n"));
    private static final Layer OTHER = Layer.ofFiles(Map.of("srv/app", "another\n"));
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    static Path shared;

    private static EmbeddedRegistry registry;
    private static RegistryClient client;

    @TempDir
    Path directory;

    private Path work;
    private Path jobs;
    private Buildah buildah;

    static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"))
                && EmbeddedRegistry.isInstalled()
                && Executables.find("buildah").isPresent();
    }

    @BeforeAll
    static void aRegistry() {
        registry = EmbeddedRegistry.start(shared.resolve("registry"));
        client = new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("test", registry.host()))));
    }

    @AfterAll
    static void theEnd() {
        registry.close();
    }

    @BeforeEach
    void aService() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        jobs = Files.createDirectory(directory.resolve("jobs"));
        buildah = buildah("10000000");
    }

    @AfterEach
    void nothingIsLeftMountedAfterTheServiceEnded() throws IOException {
        buildah.removeUnpacked();
        assertThat(MountPoints.below(directory)).isEmpty();
        assertThat(kept()).isEmpty();
    }

    @Test
    void ofASecondImageOnTheSameLayersOnlyItsOwnAreUnpacked() throws IOException {
        try (BuildahStore first = buildah.open(jobs);
                BuildahStore second = buildah.open(jobs)) {
            first.from(image("one", BASE, ONE));
            Path files = second.mount(second.from(image("other", BASE, OTHER)));

            assertThat(files.resolve("etc/os-release")).hasContent("ID=example");
            assertThat(files.resolve("srv/app")).hasContent("another");
            assertThat(unpacked(second.root())).containsExactly("srv/app");
            assertThat(kept()).hasSize(1);
        }
    }

    @Test
    void whatAJobChangesIsInItsOwnLayerAlone() throws IOException {
        ImageReference image = image("one", BASE, ONE);
        try (BuildahStore store = buildah.open(jobs)) {
            WorkingContainer container = store.from(image);
            Files.writeString(store.mount(container).resolve("etc/os-release"), "ID=changed\n");

            assertThat(store.commit(container, image, LONG).descriptor().size()).isPositive();
        }

        assertThat(osRelease(image)).isEqualTo("ID=example\n");
    }

    @Test
    void jobOnLayersThatSomebodyChangedFailsAlthoughAllLooksAsBefore() throws IOException {
        ImageReference image = image("one", BASE, ONE);
        try (BuildahStore store = buildah.open(jobs)) {
            WorkingContainer container = store.from(image);
            Path file = keptFile();
            FileTime modified = Files.getLastModifiedTime(file);
            Files.writeString(file, "ID=bad\n");
            Files.writeString(file, "ID=example\n");
            Files.setLastModifiedTime(file, modified);

            assertThatThrownBy(() -> store.commit(container, image, LONG))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure())
                                    .satisfies(failure ->
                                            assertThat(failure.reason()).isEqualTo(ReasonCode.ENGINE_FAILED))
                                    .satisfies(failure ->
                                            assertThat(failure.detail()).contains("were changed")));
            assertThat(kept()).as("it is removed after its last user").hasSize(1);
        }
        assertThat(kept()).isEmpty();
        assertThat(osRelease(image)).isEqualTo("ID=example\n");
    }

    @Test
    void layersThatSomebodyChangedBetweenTwoJobsAreUnpackedAnew() throws IOException {
        ImageReference image = image("one", BASE, ONE);
        assertThat(osRelease(image)).isEqualTo("ID=example\n");
        Files.writeString(keptFile(), "ID=bad\n");

        assertThat(osRelease(image)).isEqualTo("ID=example\n");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void imageIsKeptWhereASecondOneSharesMoreWithItThanWhatIsThere() throws IOException {
        osRelease(image("plain", BASE, ONE));
        osRelease(image("first", BASE, LANGUAGE, ONE));
        assertThat(kept()).hasSize(1);

        osRelease(image("first", BASE, LANGUAGE, ONE));
        assertThat(kept())
                .as("the same image again shares nothing with another")
                .hasSize(1);

        osRelease(image("second", BASE, LANGUAGE, OTHER));
        assertThat(kept()).hasSize(2);
        try (BuildahStore store = buildah.open(jobs)) {
            store.from(image("third", BASE, LANGUAGE, Layer.ofFiles(Map.of("srv/app", "a third\n"))));

            assertThat(unpacked(store.root())).containsExactly("srv/app");
        }
    }

    @Test
    void beyondTheLimitTheOneUsedLongestAgoGoes() throws IOException {
        buildah = buildah("1000000");
        Layer large = Layer.ofFiles(Map.of("large", "x".repeat(600_000)));
        Layer larger = Layer.ofFiles(Map.of("large", "y".repeat(700_000)));
        try (BuildahStore first = buildah.open(jobs)) {
            Path files = first.mount(first.from(image("large", large)));
            try (BuildahStore second = buildah.open(jobs)) {
                second.from(image("larger", larger));
            }

            assertThat(files.resolve("large")).as("still in use").hasSize(600_000);
        }
        assertThat(kept()).hasSize(1);
    }

    @Test
    void withoutALimitToKeepNothingIsKept() throws IOException {
        buildah = buildah("0");

        assertThat(osRelease(image("one", BASE, ONE))).isEqualTo("ID=example\n");
        assertThat(kept()).isEmpty();
    }

    @Test
    void imageOfManyLayersIsMountedWithoutIt() throws IOException {
        Layer[] layers = Stream.concat(
                        Stream.of(BASE),
                        Stream.iterate(1, i -> i + 1)
                                .limit(59)
                                .map(i -> Layer.ofFiles(Map.of("srv/" + i, "layer " + i + "\n"))))
                .toArray(Layer[]::new);

        assertThat(osRelease(image("many", layers))).isEqualTo("ID=example\n");
        assertThat(kept()).isEmpty();
    }

    private Buildah buildah(String limit) {
        BuildahConfig config = new SmallRyeConfigBuilder()
                .withMapping(BuildahConfig.class)
                .withDefaultValue("cssc.buildah.unpacked-limit", limit)
                .build()
                .getConfigMapping(BuildahConfig.class);
        return new Buildah(new ChildProcesses(), config, client, new WorkDirectories(work));
    }

    private String osRelease(ImageReference image) throws IOException {
        try (BuildahStore store = buildah.open(jobs)) {
            return Files.readString(store.mount(store.from(image)).resolve("etc/os-release"));
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> entries = Files.list(work)) {
            return entries.filter(entry -> !entry.endsWith("layers")).toList();
        }
    }

    private Path keptFile() throws IOException {
        try (Stream<Path> files = Files.walk(kept().getFirst())) {
            return files.filter(file -> file.endsWith("diff/etc/os-release"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Files that were unpacked into a storage. */
    private static List<String> unpacked(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("overlay"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.resolve("overlay").relativize(file))
                    .filter(file -> file.getNameCount() > 2 && file.getName(1).endsWith("diff"))
                    .map(file -> file.subpath(2, file.getNameCount()).toString())
                    .toList();
        }
    }

    private static ImageReference image(String path, Layer... layers) {
        String digest = ImageBuild.of(layers).push(registry.host(), path, "1");
        return ImageReference.of(new Repository(registry.host(), path), new Digest(digest));
    }
}
