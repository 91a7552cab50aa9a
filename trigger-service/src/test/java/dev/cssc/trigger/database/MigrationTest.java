package dev.cssc.trigger.database;

import dev.cssc.common.schedule.Schedule;
import dev.cssc.common.testing.MigratedDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** What an earlier version stored is still there, and means the same. */
class MigrationTest {
    @Test
    void workflowsRunsAndImagesOfTheFirstVersionAreKept(@TempDir Path scratch) throws SQLException {
        try (var database = new MigratedDatabase(scratch, "trigger", "db/work", "db/trigger")) {
            database.upTo("db/work", "1");
            database.upTo("db/trigger", "1001");
            database.execute("set time zone 'Asia/Tokyo'");
            database.execute("""
                    insert into workflow values ('w', 'r:1', '15d', '10:30', '{}', '2025-01-15T20:00:00Z', now(), '2025-01-16T10:30:00Z');
                    insert into run (id, workflow, registry, reason, left_out)
                    values ('1', 'w', 'r:1', 'MANUAL', '[{"repository":"a","tag":"1-1","why":"is a patch"}]');
                    insert into run_image (run, workflow, name, registry, repository, tag, state, service, at, patched)
                    values ('1', 'w', 'r:1/a:1', 'r:1', 'a', '1', 'PATCHED', 'patch', now(),
                            '{"patched":{"registry":"r:1","repository":"a","tag":"1-1"}}'),
                           ('1', 'w', 'r:1/a:2', 'r:1', 'a', '2', 'CLEAN', 'scan', now(), null),
                           ('1', 'w', 'r:1/a:3', 'r:1', 'a', '3', 'FAILED', 'patch', now(), null)""");

            database.latest();

            Instant setAt = Instant.parse(
                    database.text(
                            "select to_char(schedule_set_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from workflow"));
            Schedule schedule = Schedule.parse(database.text("select schedule from workflow"), setAt);
            assertThat(schedule.next(Instant.parse("2025-01-15T20:00:00Z"))).isEqualTo("2025-01-16T10:30:00Z");
            assertThat(database.text("select count(*) from workflow where enabled"))
                    .isEqualTo("1");
            assertThat(database.text("select version from workflow")).isEqualTo("1");
            assertThat(database.text("select left_out_count from run")).isEqualTo("1");
            assertThat(database.text("select patched_image from run_image where tag = '1'"))
                    .isEqualTo("r:1/a:1-1");
            assertThat(database.text("select run_status from run_image where tag = '1'"))
                    .isEqualTo("Succeeded");
            assertThat(database.text("select run_status from run_image where tag = '2'"))
                    .isEqualTo("Skipped");
            assertThat(database.text("select reached from run_image where tag = '3'"))
                    .isEqualTo("PATCHING");
        }
    }
}
