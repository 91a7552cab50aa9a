package dev.cssc.trigger.database;

import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.schedule.Schedule;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** What an earlier version stored is still there, and means the same. */
class MigrationTest {
    @Test
    void workflowsRunsAndImagesOfTheFirstVersionAreKept(@TempDir Path scratch) throws Exception {
        try (var database = EmbeddedDatabase.start(scratch, 0, EmbeddedDatabase.Durability.SCRATCH);
                Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement sql = connection.createStatement()) {
            migrate(database, "1001");
            sql.execute("set search_path = trigger; set time zone 'Asia/Tokyo'");
            sql.execute("""
                    insert into workflow values ('w', 'r:1', '15d', '10:30', '{}', '2025-01-15T20:00:00Z', now(), '2025-01-16T10:30:00Z');
                    insert into run (id, workflow, registry, reason, left_out)
                    values ('1', 'w', 'r:1', 'MANUAL', '[{"repository":"a","tag":"1-1","why":"is a patch"}]');
                    insert into run_image (run, workflow, name, registry, repository, tag, state, service, at, patched)
                    values ('1', 'w', 'r:1/a:1', 'r:1', 'a', '1', 'PATCHED', 'patch', now(),
                            '{"patched":{"registry":"r:1","repository":"a","tag":"1-1"}}'),
                           ('1', 'w', 'r:1/a:2', 'r:1', 'a', '2', 'CLEAN', 'scan', now(), null),
                           ('1', 'w', 'r:1/a:3', 'r:1', 'a', '3', 'FAILED', 'patch', now(), null)""");

            migrate(database, "latest");

            ResultSet workflow = row(sql, "select schedule, schedule_set_at, enabled, version from workflow");
            Timestamp setAt = workflow.getTimestamp("schedule_set_at");
            Schedule schedule = Schedule.parse(workflow.getString("schedule"), setAt.toInstant());
            assertThat(schedule.next(Instant.parse("2025-01-15T20:00:00Z"))).isEqualTo("2025-01-16T10:30:00Z");
            assertThat(workflow.getBoolean("enabled")).isTrue();
            assertThat(workflow.getLong("version")).isEqualTo(1);
            assertThat(row(sql, "select left_out_count from run").getLong(1)).isEqualTo(1);
            ResultSet patched = row(sql, "select * from run_image where tag = '1'");
            assertThat(patched.getString("patched_image")).isEqualTo("r:1/a:1-1");
            assertThat(patched.getString("run_status")).isEqualTo("Succeeded");
            assertThat(row(sql, "select run_status from run_image where tag = '2'")
                            .getString(1))
                    .isEqualTo("Skipped");
            assertThat(row(sql, "select reached from run_image where tag = '3'").getString(1))
                    .isEqualTo("PATCHING");
        }
    }

    private static void migrate(EmbeddedDatabase database, String version) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .schemas("trigger")
                .locations("db/work", "db/trigger")
                .target(version)
                .load()
                .migrate();
    }

    private static ResultSet row(Statement sql, String query) throws Exception {
        ResultSet rows = sql.executeQuery(query);
        assertThat(rows.next()).isTrue();
        return rows;
    }
}
