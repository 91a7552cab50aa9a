package dev.cssc.scan.database;

import dev.cssc.common.testing.MigratedDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;

import static org.assertj.core.api.Assertions.assertThat;

/** What an earlier version found is still known. */
class MigrationTest {
    private static final String FOUND = """
            insert into package_set (digest, family, release, end_of_life, packages, content, knowledge)
            values ('sha256:set', 'debian', '12', false, 1, 'x', 1);
            insert into knowledge (name, version, database, options) values ('trivy', '0.70.0', 'db-1', ''), ('trivy', '0.70.0', 'db-2', '');
            insert into judgement (package_set, knowledge, end_of_life, findings) values (1, 1, false, 'x');
            insert into finding values (1, 'CVE-1', 'tar', '1', '2', 'HIGH');
            insert into image (registry, repository, digest) values ('r:1', 'a', 'sha256:i');
            insert into manifest (digest, engine, version, package_set) values ('sha256:i', 'trivy', '0.70.0', 1)
            """;

    @Test
    void imagesPackageSetsAndJudgementsOfTheFirstVersionAreKept(@TempDir Path scratch) throws SQLException {
        try (var database = new MigratedDatabase(scratch, "scan", "db/work", "db/registries", "db/scan")) {
            database.upTo("db/work", "1");
            database.upTo("db/scan", "1001");
            database.execute(FOUND);

            database.latest();

            assertThat(database.text("""
                    select vulnerability || ' ' || image.repository
                    from image join manifest on manifest.digest = image.digest
                    join package_set on package_set.id = manifest.package_set
                    join finding on finding.package_set = package_set.id""")).isEqualTo("CVE-1 a");
            assertThat(database.text("select database from knowledge order by turn desc limit 1"))
                    .as("what came last is the newest still")
                    .isEqualTo("db-2");
            database.execute(
                    "insert into knowledge (name, version, database, options) values ('trivy', '0.70.0', 'db-3', '')");
            assertThat(database.text("select database from knowledge order by turn desc limit 1"))
                    .isEqualTo("db-3");
            assertThat(database.text("select coalesce(cast(stale as text), 'nobody knows') from judgement"))
                    .isEqualTo("nobody knows");
        }
    }

    @Test
    void imagesThatWereWatchedAreAndASweepThatWasDoneIs(@TempDir Path scratch) throws SQLException {
        try (var database = new MigratedDatabase(scratch, "scan", "db/work", "db/registries", "db/scan")) {
            database.upTo("db/work", "1");
            database.upTo("db/scan", "1002");
            database.execute(FOUND);
            database.execute("""
                    insert into watched_image (workflow, name, repository, digest, criteria, verdict)
                    values ('w', 'r:1/a:1', 'r:1/a', 'sha256:i', '{}', 'CLEAN');
                    insert into sweep (knowledge, chunks) values (1, 1)""");

            database.latest();

            assertThat(database.text("select verdict from watched_image where known is null and source is null"))
                    .isEqualTo("CLEAN");
            assertThat(database.text("select count(*) from sweep where finished is not null"))
                    .isEqualTo("1");
        }
    }
}
