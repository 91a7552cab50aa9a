package dev.cssc.common.migration;

import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Beside a real database, which Flyway brought to this version's form when the service started. */
@QuarkusTest
@WithTestResource(TestStack.class)
class MigrationsTest {
    private static final String NEWEST = "0005";

    @Inject
    Migrations migrations;

    @Inject
    Transactions transactions;

    private void run(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    @BeforeEach
    void keepItsTable() {
        run("create table kept as select * from flyway_schema_history");
    }

    @AfterEach
    void restoreItsTable() {
        run("delete from flyway_schema_history");
        run("insert into flyway_schema_history select * from kept");
        run("drop table kept");
    }

    @Test
    void whatFlywayTookIsSeenToBeComplete() {
        assertThat(migrations.complete())
                .hasValueSatisfying(applied ->
                        assertThat(applied).extracting(AppliedMigration::script).contains("db/work/V0001__work.sql"));
        assertThat(migrations.newest()).hasValue(NEWEST);
    }

    @Test
    void aMissingMigrationIsFlywaysToTake() {
        run("delete from flyway_schema_history where version = '" + NEWEST + "'");
        run("alter table job drop column traceparent, drop column tracestate");
        run("alter table outbox drop column traceparent, drop column tracestate");

        assertThat(migrations.complete()).isEmpty();

        migrations.take(new StartupEvent());
        assertThat(migrations.complete()).isPresent();
        run("update outbox set traceparent = null where false");
    }

    @Test
    void aMigrationThatWasChangedSinceIsFlywaysToRefuse() {
        run("update flyway_schema_history set checksum = checksum + 1 where version = '" + NEWEST + "'");

        assertThat(migrations.complete()).isEmpty();
        assertThatThrownBy(() -> migrations.take(new StartupEvent()))
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining(NEWEST);
    }

    @Test
    void aMigrationThatFailedIsFlywaysToRefuse() {
        run("update flyway_schema_history set success = false where version = '" + NEWEST + "'");

        assertThat(migrations.complete()).isEmpty();
        assertThatThrownBy(() -> migrations.take(new StartupEvent())).isInstanceOf(FlywayException.class);
    }

    @Test
    void theTablesOfANewerVersionAreFlywaysToRefuse() {
        run(
                "insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,"
                        + " execution_time, success) values (99, '0099', 'newer', 'SQL', 'db/work/V0099__newer.sql', 1, 'x', 1, true)");

        assertThat(migrations.complete()).isEmpty();
        assertThatThrownBy(() -> migrations.take(new StartupEvent())).isInstanceOf(FlywayException.class);
    }

    @Test
    void aServerThatIsTooOldIsRefused() {
        assertThatThrownBy(() -> Migrations.refuseOlder(120_022))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PostgreSQL 12");
        assertThatCode(() -> Migrations.refuseOlder(130_000)).doesNotThrowAnyException();
    }

    @Test
    void aDatabaseWithoutItsTableIsAFirstStart() {
        run("alter table flyway_schema_history rename to elsewhere");
        try {
            assertThat(migrations.complete()).isEmpty();
        } finally {
            run("alter table elsewhere rename to flyway_schema_history");
        }
    }
}
