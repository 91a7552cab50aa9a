package dev.cssc.scan.database;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** How old the database in Trivy's own cache directory is, and what is said of it. */
class EngineDatabaseTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T06:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path cache;

    @BeforeEach
    void makeDirectory() throws IOException {
        Files.createDirectory(cache.resolve("db"));
    }

    private EngineDatabase database(boolean pinned) {
        return new EngineDatabase(
                Optional.of(new SharedCache(cache, Optional.empty(), pinned)),
                Optional.empty(),
                new Staleness(Duration.ofHours(48), CLOCK));
    }

    private void made(String updated) throws IOException {
        Files.writeString(cache.resolve("db/metadata.json"), "{\"Version\":2,\"UpdatedAt\":\"%s\"}".formatted(updated));
    }

    @Test
    void freshUpToTheConfiguredAgeAndStaleBeyondIt() throws IOException {
        made("2026-11-20T06:00:00Z");
        assertThat(database(false).state()).isEqualTo(EngineDatabase.State.CURRENT);
        assertThat(database(false).remark()).isEmpty();

        made("2026-11-20T05:59:59.123456789Z");
        assertThat(database(false).state()).isEqualTo(EngineDatabase.State.STALE);
        assertThat(database(false).remark()).contains("judged with a database of 2026-11-20T05:59:59.123456789Z");
        assertThat(database(false).current().orElseThrow().identity())
                .isEqualTo("trivy-db:2@2026-11-20T05:59:59.123456789Z");
    }

    @Test
    void absentWhereNobodyWillFetchOneAndAwaitedWhereTrivyDoes() {
        assertThat(database(true).state()).isEqualTo(EngineDatabase.State.ABSENT);
        assertThat(database(true).isComing()).as("nobody fetches it").isFalse();
        assertThat(database(false).state()).isEqualTo(EngineDatabase.State.AWAITED);
        assertThat(new EngineDatabase(Optional.empty(), Optional.empty(), new Staleness(Duration.ofHours(48), CLOCK))
                        .state())
                .isEqualTo(EngineDatabase.State.UNUSED);
    }

    @Test
    void metadataThatSaysNoTimeIsNoDatabase() throws IOException {
        made("yesterday");
        assertThat(database(true).state()).isEqualTo(EngineDatabase.State.ABSENT);
    }
}
