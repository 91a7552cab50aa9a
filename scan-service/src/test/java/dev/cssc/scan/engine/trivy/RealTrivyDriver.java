package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.scan.engine.NoCredentials;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** Real Trivy beside a real Debian image in a real registry; the databases are in its own format and of the tests' making. */
abstract class RealTrivyDriver {
    static final Map<String, String> AS_IT_IS = Map.of("skip-db-update", "true", "timeout", "PT2M");

    @TempDir
    static Path shared;

    static EmbeddedRegistry registry;
    static Repository debian;
    static ImageBuild base;
    static Digest image;

    @TempDir
    Path directory;

    Path cache;
    Path work;
    NoCredentials access;

    @BeforeAll
    static void anImageInARegistry() {
        registry = EmbeddedRegistry.start(shared.resolve("registry"));
        debian = new Repository(registry.host(), "demo/debian");
        base = DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), message -> {});
        image = new Digest(base.push(registry.host(), debian.path(), "12"));
    }

    @AfterAll
    static void theRegistryEnds() {
        registry.close();
    }

    @BeforeEach
    void makeDirectories() throws IOException {
        cache = Files.createDirectory(directory.resolve("cache"));
        work = Files.createDirectory(directory.resolve("work"));
        access = new NoCredentials(Files.createDirectory(directory.resolve("docker")), true);
    }

    ScanOutcome scan(Map<String, String> settings, Repository repository, Digest digest) {
        try (TrivyEngine engine = engine(settings)) {
            return scan(engine, repository, digest);
        }
    }

    TrivyEngine engine(Map<String, String> settings) {
        return new TrivyEngine(new ChildProcesses(), access, RealTrivy.config(cache, settings));
    }

    ScanOutcome scan(TrivyEngine engine, Repository repository, Digest digest) {
        return engine.scan(new ScanRequest(repository, digest, Platform.host(), work, Instant.now()));
    }
}
