package dev.cssc.scan.engine.trivy;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.Database;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.engine.NoCredentials;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What Trivy may remember of layers, and whom it has to forget them for. The child writes down which cache it was given. */
class TrivyLayersTest {

    private static final Repository REPOSITORY = Repository.parse("127.0.0.1:5000/library/debian");
    private static final String BLOB = "sha256:" + "a".repeat(64);
    private static final int LIMIT = 1_000;

    @TempDir
    Path directory;

    private Path work;
    private LayerCaches caches;
    private List<String> layers = List.of(BLOB);

    @BeforeEach
    void makeDirectories() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        caches = new LayerCaches(new WorkDirectories(directory.resolve("caches")), LIMIT);
    }

    /** A database in a directory of its own. */
    private record InDirectory(Path cacheDirectory, boolean pinned) implements Databases.Held {
        @Override
        public Database database() {
            return new Database("some", Instant.EPOCH);
        }

        @Override
        public void close() {
            // nobody waits for it
        }
    }

    private Databases.Held database(String name) {
        try {
            Path cache = directory.resolve(name);
            Files.createDirectories(cache.resolve("db"));
            Files.writeString(cache.resolve("db/metadata.json"), name);
            return new InDirectory(cache, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trivy that reports this and says that, and ends so. */
    private TrivyImage.Answer scan(String report, String said, int code) throws IOException {
        Path script = Files.createTempFile(
                directory,
                "trivy-",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(script, """
                #!/bin/sh
                for a in "$@"; do case "$a" in --cache-*) echo "$a";; esac; done >> '%s'
                echo '%s' >&2
                echo '%s'
                exit %d
                """.formatted(directory.resolve("caches-given"), said, report, code));
        RegistryAccess access = new NoCredentials(directory, true, image -> layers);
        TrivyConfig config = new TestTrivyConfig(script.toString(), directory, Duration.ofSeconds(20), 100_000);
        try (RegistryAccess.Login login = access.login(
                REPOSITORY, dev.cssc.common.registry.ChildTool.TAKES_REGISTRY_TOKEN, Duration.ofSeconds(20))) {
            return new TrivyImage(new ChildProcesses(), access, config, caches)
                    .read(
                            new ScanRequest(
                                    REPOSITORY, Digest.of("x"), Platform.of("linux", "amd64"), work, Instant.now()),
                            login,
                            database("first"));
        }
    }

    private static String reportOf(String... blobs) {
        return "{\"SchemaVersion\":2,\"Metadata\":{\"Layers\":["
                + String.join(
                        ",",
                        Stream.of(blobs)
                                .map(blob -> "{\"Digest\":\"" + blob + "\"}")
                                .toList())
                + "]}}";
    }

    /** Where each call could keep its layers: a directory, or memory. */
    private List<String> given() throws IOException {
        List<String> flags = Files.readAllLines(directory.resolve("caches-given"));
        return Stream.iterate(0, i -> i < flags.size(), i -> i + 2)
                .map(i -> flags.get(i).endsWith("=memory")
                        ? "memory"
                        : flags.get(i + 1).substring("--cache-dir=".length()))
                .toList();
    }

    @Test
    void theNextImageIsReadWithWhatTheOneBeforeLeft() throws IOException {
        scan(reportOf(BLOB), "", 0);
        scan(reportOf(BLOB), "", 0);

        assertThat(given()).hasSize(2).doesNotContain("memory");
        assertThat(given().get(0)).isEqualTo(given().get(1));
    }

    @Test
    void imageOfWhichTrivyKnowsALayerFromAnotherBlobIsReadAnewWithoutMemory() throws IOException {
        layers = List.of(BLOB, "sha256:" + "b".repeat(64));

        scan(reportOf(BLOB, "sha256:" + "c".repeat(64)), "", 0);
        scan(reportOf(BLOB), "", 0);

        assertThat(given()).hasSize(4);
        assertThat(List.of(given().get(1), given().get(3))).containsOnly("memory");
    }

    @Test
    void whatTrivyCouldNotReadForTheRegistrysSakeCostsNoMemory() throws IOException {
        assertFails(ReasonCode.MANIFEST_NOT_FOUND, "FATAL MANIFEST_UNKNOWN: gone");
        scan(reportOf(BLOB), "", 0);

        assertThat(given().get(0)).isEqualTo(given().get(1));
    }

    @Test
    void cacheThatTrivyCouldNotUseIsNotUsedAgain() throws IOException {
        assertFails(
                ReasonCode.ENGINE_UNAVAILABLE, "FATAL unable to initialize: cache may be in use by another process");
        scan(reportOf(BLOB), "", 0);

        assertThat(given().get(0)).isNotEqualTo(given().get(1));
        assertThat(Path.of(given().get(0))).doesNotExist();
    }

    private void assertFails(ReasonCode reason, String said) {
        assertThatThrownBy(() -> scan("", said, 1))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }

    @Test
    void twoAtOnceHaveOneEachAndTheOneUsedLastIsUsedFirst() {
        LayerCaches.Lease one = caches.take(database("first")).orElseThrow();
        LayerCaches.Lease other = caches.take(database("first")).orElseThrow();
        assertThat(one.directory()).isNotEqualTo(other.directory());

        other.leftInOrder();
        other.close();
        one.leftInOrder();
        one.close();

        try (LayerCaches.Lease next = caches.take(database("first")).orElseThrow()) {
            assertThat(next.directory()).isEqualTo(one.directory());
        }
    }

    @Test
    void aNewerDatabaseTakesThePlaceOfTheOlderAndLayersStay() throws IOException {
        Path place;
        try (LayerCaches.Lease lease = caches.take(database("first")).orElseThrow()) {
            place = lease.directory();
            assertThat(place.resolve("db/metadata.json")).hasContent("first");
            lease.leftInOrder();
        }
        try (LayerCaches.Lease lease = caches.take(database("second")).orElseThrow()) {
            assertThat(lease.directory()).isEqualTo(place);
            assertThat(place.resolve("db/metadata.json")).hasContent("second");
        }
        assertThat(directory.resolve("first/db/metadata.json")).hasContent("first");
    }

    @Test
    void beyondTheLimitItIsBegunAnewAndTheDatabaseIsNotTouched() throws IOException {
        Path place;
        try (LayerCaches.Lease lease = caches.take(database("first")).orElseThrow()) {
            place = lease.directory();
            Files.createDirectories(place.resolve("fanal"));
            Files.write(place.resolve("fanal/fanal.db"), new byte[LIMIT + 1]);
            lease.leftInOrder();
        }

        assertThat(place).doesNotExist();
        assertThat(directory.resolve("first/db/metadata.json")).hasContent("first");
    }

    @Test
    void nothingIsRememberedWhereTheLimitIsZeroOrTrivyReplacesItsDatabaseItself() {
        LayerCaches none = new LayerCaches(new WorkDirectories(directory.resolve("caches")), 0);

        assertThat(none.take(database("first"))).isEmpty();
        assertThat(caches.take(new InDirectory(directory, false))).isEmpty();
    }

    @Test
    void nothingIsLeftOnceTheyAreClosed() throws IOException {
        LayerCaches.Lease held = caches.take(database("first")).orElseThrow();
        caches.take(database("first")).ifPresent(lease -> {
            lease.leftInOrder();
            lease.close();
        });

        caches.close();
        held.leftInOrder();
        held.close();

        assertThat(directory.resolve("caches")).isEmptyDirectory();
    }
}
