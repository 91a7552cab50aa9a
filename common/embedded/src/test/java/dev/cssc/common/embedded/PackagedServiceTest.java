package dev.cssc.common.embedded;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A cache is used only where it is of this Java and of these jars: the JVM would take it for others too. */
class PackagedServiceTest {
    @TempDir
    Path directory;

    private PackagedService service;
    private Path library;

    @BeforeEach
    void aServiceThatWasRehearsed() throws IOException {
        assumeThat(PackagedService.cachesArePossible())
                .as("skipped: AOT caches take Java 25")
                .isTrue();
        service = new PackagedService(Files.createDirectory(directory.resolve("service")));
        library =
                Files.createDirectories(service.directory().resolve("lib/main")).resolve("library.jar");
        Files.writeString(service.program(), "program");
        Files.writeString(library, "library");
        service.prepareForCache();
        Files.writeString(service.cache(), "cache");
        service.noteCache();
    }

    @Test
    void itIsStartedWithTheCacheThatWasMadeOfIt() {
        assertThat(service.hasCache()).isTrue();
        assertThat(service.command(List.of("-Xmx256m")))
                .contains("-Xmx256m", "-XX:AOTCache=" + service.cache())
                .endsWith(
                        "-jar", service.directory().resolve("rehearsed-run.jar").toString());
        assertThat(service.commandWithoutCache(List.of()))
                .noneMatch(word -> word.contains("AOT"))
                .endsWith("-jar", service.program().toString());
    }

    @Test
    void whatQuarkusGeneratedReplacesClassesOfTheOthers() throws IOException {
        Path generated = Files.createDirectory(service.directory().resolve("quarkus"));
        Files.writeString(generated.resolve("transformed-bytecode.jar"), "transformed");
        service.prepareForCache();

        try (JarFile jar =
                new JarFile(service.directory().resolve("rehearsed-run.jar").toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH))
                    .isEqualTo("quarkus/transformed-bytecode.jar lib/main/library.jar");
        }
    }

    @Test
    void aCopyThatKeepsTimesKeepsTheCache() throws IOException {
        PackagedService copy = new PackagedService(Files.createDirectory(directory.resolve("copy")));
        Files.createDirectories(copy.directory().resolve("lib/main"));
        for (String file :
                List.of("quarkus-run.jar", "rehearsed-run.jar", "lib/main/library.jar", "app.aot", "app.aot.made-of")) {
            Files.copy(
                    service.directory().resolve(file),
                    copy.directory().resolve(file),
                    StandardCopyOption.COPY_ATTRIBUTES);
        }

        assertThat(copy.hasCache()).isTrue();
    }

    @Test
    void itIsStartedWithoutWhereAJarWasReplaced() throws IOException {
        FileTime before = Files.getLastModifiedTime(library);
        Files.writeString(library, "another library");
        Files.setLastModifiedTime(library, before);

        startsWithout();
    }

    @Test
    void itIsStartedWithoutWhereAJarWasBuiltAnewWithTheSameSize() throws IOException {
        Files.setLastModifiedTime(library, FileTime.from(Instant.now().plusSeconds(5)));

        startsWithout();
    }

    @Test
    void itIsStartedWithoutWhereAJarWasAdded() throws IOException {
        Files.writeString(library.resolveSibling("new.jar"), "new");

        startsWithout();
    }

    @Test
    void itIsStartedWithoutWhereAnotherJavaMadeTheCache() throws IOException {
        Path note = service.directory().resolve("app.aot.made-of");
        Files.writeString(note, Files.readString(note).replaceFirst("25", "26"));

        startsWithout();
    }

    @Test
    void itIsStartedWithoutWhereTheCacheIsGone() throws IOException {
        Files.delete(service.cache());
        startsWithout();

        service.forgetCache(); // again changes nothing
        assertThat(service.directory().resolve("app.aot.made-of")).doesNotExist();
    }

    private void startsWithout() {
        assertThat(service.hasCache()).isFalse();
        assertThat(service.command(List.of())).isEqualTo(service.commandWithoutCache(List.of()));
    }

    @Test
    void aServiceIsConnectedWhenItHearsItsTopicsWhateverElseIsMissing() {
        String health = """
                {"status": "DOWN", "checks": [
                  {"name": "scan engine", "status": "DOWN"},
                  {"name": "SmallRye Reactive Messaging - readiness check", "status": "%s", "data": {}}]}
                """;

        assertThat(Rehearsal.isConnected(health.formatted("UP"))).isTrue();
        assertThat(Rehearsal.isConnected(health.formatted("DOWN"))).isFalse();
        assertThat(Rehearsal.isConnected("<html>")).isFalse();
    }
}
