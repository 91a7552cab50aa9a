package dev.cssc.patch.database;

import dev.cssc.common.testing.MigratedDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;

/** What an earlier version stored is still there, and means the same. */
class MigrationTest {
    private static final String PATCHES = """
            insert into patch (id, run, workflow, registry, repository, tag, source_digest, convention, staging, parts, publishes, engine,
                               database_id, state, published_tag, added_bytes, patch_seconds)
            values ('00000000-0000-0000-0000-000000000001', 'r', 'w', 'r:1', 'a', '1', 'sha256:s', 'incremental', 'r:1/cssc-staging/a',
                    '[]', 'sha256:p', 'buildah', 'db', 'PUBLISHED', '1-1', 10, 2.5),
                   ('00000000-0000-0000-0000-000000000002', 'r', 'w', 'r:1', 'a', '2', 'sha256:t', 'incremental', 'r:1/cssc-staging/a',
                    '[]', 'sha256:q', 'buildah', 'db', 'STAGED', null, 10, 2.5);
            insert into tag_reservation (registry, repository, tag, source_tag, patch, digest, written)
            values ('r:1', 'a', '1-1', '1', '00000000-0000-0000-0000-000000000001', 'sha256:p', true);
            insert into attempt values ('sha256:s', 'db', 'buildah', 'nothing was raised', now())
            """;

    private static final String WORK = """
            insert into job (id, kind, run, subject, payload, attempt)
            values ('00000000-0000-0000-0000-000000000003', 'patch', 'r', 'r:1/a:3', '{}', 1);
            insert into outbox (id, topic, key, type, value)
            values ('00000000-0000-0000-0000-000000000004', 'cssc.image-status', 'r:1/a:3', 'dev.cssc.image.status.v1', '{}');
            insert into processed_event (id) values ('00000000-0000-0000-0000-000000000005')
            """;

    @Test
    void patchesReservationsAndWorkOfTheFirstVersionAreKept(@TempDir Path scratch) throws SQLException {
        try (var database = new MigratedDatabase(scratch, "patch", "db/work", "db/registries", "db/patch")) {
            database.upTo("db/work", "1");
            database.upTo("db/patch", "1001");
            database.execute(PATCHES);
            database.execute(WORK);

            database.latest();

            assertThat(database.text("""
                    select string_agg(tag || ' ' || state || ' ' || coalesce(published_tag, '-'), ', ' order by tag) from patch""")).isEqualTo("1 PUBLISHED 1-1, 2 STAGED -");
            assertThat(database.text("select count(*) from patch where site is null and keep is null and stays = ''"))
                    .as("each lies beside its source, and all stay")
                    .isEqualTo("2");
            assertThat(database.text("select carried_over from patch limit 1"))
                    .isEqualTo("{\"children\":[],\"droppedAttestations\":0}");
            assertThat(database.text("select tag from tag_reservation where written"))
                    .isEqualTo("1-1");
            assertThat(database.text("select count(*) from attempt"))
                    .as("by what was asked nobody can tell of these; they are tried again")
                    .isEqualTo("0");
        }
    }

    @Test
    void whatWaitedIsDoneAndSentAfterwards(@TempDir Path scratch) throws SQLException {
        try (var database = new MigratedDatabase(scratch, "patch", "db/work", "db/registries", "db/patch")) {
            database.upTo("db/work", "1");
            database.upTo("db/patch", "1001");
            database.execute(WORK);

            database.latest();

            assertThat(database.text("""
                    select kind || ' ' || attempt || ' ' || flow || coalesce(exclusive, '') || coalesce(awaits, '') || coalesce(traceparent, '')
                    from job where state = 'QUEUED' and not_before <= now()""")).isEqualTo("patch 1 ");
            assertThat(database.text("select topic || coalesce(traceparent, '') from outbox where parked is null"))
                    .isEqualTo("cssc.image-status");
            assertThat(database.text("select count(*) from processed_event")).isEqualTo("1");
        }
    }
}
