package dev.cssc.common.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedDatabaseTest {
    @TempDir
    Path data;

    @Test
    void committedRowsAreThereAfterARestartOnTheSameDirectory() throws SQLException {
        int port = FreePort.any();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, port, EmbeddedDatabase.Durability.KEPT);
                Connection connection = connect(database);
                var statement = connection.createStatement()) {
            assertThat(database.port()).isEqualTo(port);
            statement.execute("create table kept (value int)");
            statement.execute("insert into kept values (7)");
        }

        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, port, EmbeddedDatabase.Durability.KEPT);
                Connection connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select value from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(7);
        }
    }

    @Test
    void commitsReachTheDiskWhereTheyAreToBeKept() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, 0, EmbeddedDatabase.Durability.KEPT)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(setting(database, setting)).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void nothingIsForcedToDiskWhereItIsScratch() throws SQLException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, 0, EmbeddedDatabase.Durability.SCRATCH)) {
            assertThat(setting(database, "fsync")).isEqualTo("off");
        }
    }

    private static String setting(EmbeddedDatabase database, String name) throws SQLException {
        try (Connection connection = connect(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show " + name)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void theServerOfADirectoryIsFoundWhileItRunsAndOnlyThen() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(data, 0, EmbeddedDatabase.Durability.SCRATCH)) {
            assertThat(database.port()).isPositive();
            assertThat(EmbeddedDatabase.serverOn(data)).isPresent();
        }
        assertThat(EmbeddedDatabase.serverOn(data)).isEmpty();
    }

    private static Connection connect(EmbeddedDatabase database) throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
    }
}
