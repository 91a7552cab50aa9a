package dev.cssc.scan.database;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A mirror of what a real registry has; whether Trivy could open it is a fake's word. */
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class DatabaseMirrorTest {

    @TempDir
    static Path shared;

    private static EmbeddedRegistry server;

    @TempDir
    Path directory;

    private final List<DatabaseMirror> opened = new ArrayList<>();
    private RegistryClient registry;
    private Artifacts artifacts;
    private Optional<String> problem = Optional.empty();

    @BeforeAll
    static void startRegistry() {
        server = EmbeddedRegistry.start(shared.resolve("registry"));
    }

    @AfterAll
    static void stopRegistry() {
        server.close();
    }

    @BeforeEach
    void useARepositoryOfItsOwn() {
        registry = new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("local", server.host()))));
        artifacts = new Artifacts(registry, new Repository(server.host(), "db" + UUID.randomUUID()));
    }

    @AfterEach
    void closeAll() {
        opened.forEach(DatabaseMirror::close);
    }

    private DatabaseMirror mirror(Map<String, String> settings) {
        DatabaseConfig config = new SmallRyeConfigBuilder()
                .withMapping(DatabaseConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(DatabaseConfig.class);
        DatabaseMirror mirror = DatabaseMirror.of(
                artifacts.repository().toString(),
                directory.resolve("databases"),
                registry,
                held -> problem,
                config,
                Clock.systemUTC());
        opened.add(mirror);
        return mirror;
    }

    @Test
    void theFirstOneBecomesCurrentAndTheSameAgainChangesNothing() {
        Digest digest = artifacts.push("2026-11-20T06:00:00Z", 1_000);
        DatabaseMirror mirror = mirror(Map.of());
        assertThatThrownBy(() -> mirror.databases().hold())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.DATABASE_UNAVAILABLE));
        EngineDatabase database = new EngineDatabase(
                Optional.of(mirror.databases()),
                Optional.of(mirror),
                new Staleness(Duration.ofDays(36_500), Clock.systemUTC()));
        assertThat(database.isComing()).isTrue();

        assertThat(mirror.check(false)).isEqualTo(new DatabaseCheck.RolledOut(digest));
        assertThat(database.isComing()).isFalse();
        assertThat(mirror.check(false)).isEqualTo(new DatabaseCheck.Unchanged(digest));

        try (Databases.Held held = mirror.databases().hold()) {
            assertThat(held.pinned()).isTrue();
            assertThat(held.database().identity()).isEqualTo("trivy-db@" + digest);
            assertThat(held.cacheDirectory().resolve("db/trivy.db")).hasSize(1_000);
        }
    }

    @Test
    void whoHoldsAnOldOneKeepsItAndThenItGoes() throws IOException {
        artifacts.push("2026-11-20T06:00:00Z", 1_000);
        DatabaseMirror mirror = mirror(Map.of());
        mirror.check(false);
        Databases.Held old = mirror.databases().hold();
        Databases.Held oldAgain = mirror.databases().hold();

        artifacts.push("2026-11-21T06:00:00Z", 1_001);
        mirror.check(false);

        assertThat(old.cacheDirectory().resolve("db/trivy.db")).hasSize(1_000);
        try (Databases.Held held = mirror.databases().hold()) {
            assertThat(held.cacheDirectory()).isNotEqualTo(old.cacheDirectory());
        }
        old.close();
        old.close();
        assertThat(oldAgain.cacheDirectory()).exists();
        oldAgain.close();
        assertThat(oldAgain.cacheDirectory()).doesNotExist();
        assertThat(directories()).hasSize(1);
    }

    @Test
    void whatIsRefusedStaysOutIsNotReadAgainAndIsTold() {
        Digest good = artifacts.push("2026-11-20T06:00:00Z", 1_000);
        DatabaseMirror mirror = mirror(Map.of());
        List<String> told = new ArrayList<>();
        mirror.listen(check -> told.add(check.result()));
        mirror.check(false);

        Digest small = artifacts.push("2026-11-21T06:00:00Z", 10);
        assertThat(mirror.check(false)).isInstanceOf(DatabaseCheck.Refused.class);
        assertThat(mirror.check(false)).isInstanceOf(DatabaseCheck.Refused.class);

        assertThat(mirror.databases().current())
                .hasValueSatisfying(d -> assertThat(d.identity()).contains(good.toString()));
        assertThat(mirror.refused()).containsOnlyKeys(small);
        assertThat(told).containsExactly("rolled-out", "refused", "refused");
        assertThat(mirror.check(true)).isEqualTo(new DatabaseCheck.RolledOut(small));
        assertThat(mirror.refused()).isEmpty();
    }

    @Test
    void whatTrivyCannotOpenIsNotEvenTakenByForce() {
        artifacts.push("2026-11-20T06:00:00Z", 1_000);
        problem = Optional.of("trivy cannot judge by it");

        DatabaseMirror mirror = mirror(Map.of());

        assertThat(mirror.check(true)).isInstanceOf(DatabaseCheck.Refused.class);
        assertThat(mirror.databases().current()).isEmpty();
        assertThat(directories()).isEmpty();
    }

    @Test
    void whatIsForcedIsToldUntilItIsNotedAndAgainWhenItIsForcedAgain() {
        Digest newer = artifacts.push("2026-11-20T06:00:00Z", 1_000);
        DatabaseMirror mirror = mirror(Map.of());
        mirror.check(false);
        assertThat(mirror.forced()).isEmpty();
        Digest older = artifacts.push("2026-11-19T06:00:00Z", 1_000);

        assertThat(mirror.check(true)).isEqualTo(new DatabaseCheck.RolledOut(older));
        assertThat(mirror.check(false)).isEqualTo(new DatabaseCheck.Unchanged(older));
        Database forced = mirror.forced().orElseThrow();
        assertThat(forced.identity()).isEqualTo("trivy-db@" + older);
        mirror.noted(new Database("trivy-db@" + newer, forced.made()));
        assertThat(mirror.forced()).contains(forced);
        mirror.noted(forced);
        assertThat(mirror.forced()).isEmpty();

        assertThat(mirror.check(true)).isEqualTo(new DatabaseCheck.Unchanged(older));
        assertThat(mirror.forced()).contains(forced);
        artifacts.push("2026-11-21T06:00:00Z", 1_000);
        mirror.check(false);
        assertThat(mirror.forced()).isEmpty();
    }

    @Test
    void nothingAtTheReferenceIsAFailure() {
        assertThat(failure(mirror(Map.of()))).isEqualTo(ReasonCode.DATABASE_UNAVAILABLE);
    }

    @Test
    void whatIsNoDatabaseOrTooLargeIsRefusedForGoodAndLeavesNothing() {
        DatabaseMirror mirror = mirror(Map.of("cssc.scan.database.size-limit", "20000"));
        List<Digest> wrong = new ArrayList<>();
        wrong.add(artifacts.push(
                "application/vnd.oci.image.layer.v1.tar+gzip", Map.of("trivy.db", "x", "metadata.json", "{}")));
        mirror.check(false);
        wrong.add(artifacts.push(DatabaseArtifact.LAYER, Map.of("trivy.db", "x")));
        mirror.check(false);
        wrong.add(artifacts.push("2026-11-20T06:00:00Z", 21_000));
        mirror.check(false);
        wrong.add(artifacts.push(DatabaseArtifact.LAYER, Map.of("../trivy.db", "x", "metadata.json", "{}")));
        mirror.check(true);
        wrong.add(artifacts.push(DatabaseArtifact.LAYER, Map.of("trivy.db", "x", "metadata.json", "{}")));
        mirror.check(true);

        assertThat(mirror.refused().get(wrong.getLast())).contains("@" + wrong.getLast() + " names no UpdatedAt");
        assertThat(mirror.refused()).containsOnlyKeys(wrong.toArray(Digest[]::new));
        assertThat(directories()).isEmpty();
        assertThat(directory.resolve("databases/trivy.db")).doesNotExist();
    }

    @Test
    void whatNobodyWantsOfAnArchiveCountsAgainstItsLimitToo() {
        DatabaseMirror mirror = mirror(Map.of("cssc.scan.database.size-limit", "20000"));
        Digest bomb = artifacts.push(
                DatabaseArtifact.LAYER,
                Map.of("a-filling", "0".repeat(50_000), "metadata.json", "{}", "trivy.db", "x"));

        assertThat(mirror.check(false)).isInstanceOfSatisfying(DatabaseCheck.Refused.class, refused -> {
            assertThat(refused.digest()).isEqualTo(bomb);
            assertThat(refused.sentence()).contains("size-limit");
        });
    }

    @Test
    void aRestartFindsWhatIsOnDiskAndAnotherReplicaHasAPlaceOfItsOwn() {
        artifacts.push("2026-11-20T06:00:00Z", 1_000);
        DatabaseMirror first = mirror(Map.of());
        first.check(false);
        DatabaseMirror beside = mirror(Map.of());
        assertThat(beside.databases().current()).isEmpty();
        first.close();

        DatabaseMirror again = mirror(Map.of());

        assertThat(again.databases().current()).isEqualTo(first.databases().current());
    }

    @Test
    void itLooksByItselfAndWhenItIsWoken() {
        artifacts.push("2026-11-20T06:00:00Z", 1_000);
        DatabaseMirror mirror = mirror(Map.of("cssc.scan.database.poll-interval", "PT1H"));

        mirror.start();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> mirror.databases().current().isPresent());
        Digest newer = artifacts.push("2026-11-21T06:00:00Z", 1_000);
        mirror.wake(false);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> mirror.last()
                        .filter(done -> done.check().equals(new DatabaseCheck.RolledOut(newer)))
                        .isPresent());
    }

    @Test
    void aRegistryThatIsNotConfiguredIsNeverAsked() {
        artifacts = new Artifacts(registry, new Repository("registry.invalid", "trivy-db"));

        assertThat(failure(mirror(Map.of()))).isEqualTo(ReasonCode.REGISTRY_UNKNOWN);
    }

    private static ReasonCode failure(DatabaseMirror mirror) {
        return ((DatabaseCheck.Failed) mirror.check(false)).failure().reason();
    }

    private List<Path> directories() {
        try (Stream<Path> entries = Files.list(directory.resolve("databases"))) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
