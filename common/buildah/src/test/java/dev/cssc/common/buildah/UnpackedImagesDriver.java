package dev.cssc.common.buildah;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.linux.MountPoints;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Executables;
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
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Real Buildah and overlays, on images of a real registry. */
abstract class UnpackedImagesDriver {
    static final Layer BASE = Layer.ofFiles(Map.of("etc/os-release", "ID=example\n"));
    static final Layer LANGUAGE = Layer.ofFiles(Map.of("usr/language", "an interpreter\n"));
    static final Layer ONE = Layer.ofFiles(Map.of("srv/app", "an application\n"));
    static final Layer OTHER = Layer.ofFiles(Map.of("srv/app", "another\n"));
    static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    static Path shared;

    static EmbeddedRegistry registry;
    static RegistryClient client;

    @TempDir
    Path directory;

    Path work;
    Path jobs;
    Buildah buildah;

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

    Buildah buildah(String limit) {
        BuildahConfig config = new SmallRyeConfigBuilder()
                .withMapping(BuildahConfig.class)
                .withDefaultValue("cssc.buildah.unpacked-limit", limit)
                .build()
                .getConfigMapping(BuildahConfig.class);
        return new Buildah(new ChildProcesses(), config, client, new WorkDirectories(work));
    }

    String osRelease(ImageReference image) throws IOException {
        try (BuildahStore store = buildah.open(jobs)) {
            return Files.readString(store.mount(store.from(image)).resolve("etc/os-release"));
        }
    }

    List<Path> kept() throws IOException {
        try (Stream<Path> entries = Files.list(work)) {
            return entries.filter(entry -> !entry.endsWith("layers")).toList();
        }
    }

    Path keptFile() throws IOException {
        try (Stream<Path> files = Files.walk(kept().getFirst())) {
            return files.filter(file -> file.endsWith("diff/etc/os-release"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Files that were unpacked into a storage. */
    static List<String> unpacked(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("overlay"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root.resolve("overlay").relativize(file))
                    .filter(file -> file.getNameCount() > 2 && file.getName(1).endsWith("diff"))
                    .map(file -> file.subpath(2, file.getNameCount()).toString())
                    .toList();
        }
    }

    static ImageReference image(String path, Layer... layers) {
        String digest = ImageBuild.of(layers).push(registry.host(), path, "1");
        return ImageReference.of(new Repository(registry.host(), path), new Digest(digest));
    }
}
