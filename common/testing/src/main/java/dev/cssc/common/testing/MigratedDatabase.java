package dev.cssc.common.testing;

import dev.cssc.common.embedded.EmbeddedDatabase;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A database of a service in an earlier version's form, to see what becomes of its rows. As the services do, it takes what is missing of every
 * location, in whatever order.
 */
public final class MigratedDatabase implements AutoCloseable {
    private final EmbeddedDatabase database;
    private final Connection connection;
    private final String schema;
    private final List<String> locations;

    /**
     * Starts a server with nothing in it.
     *
     * @param schema of the service, as {@code cssc.schema} names it
     * @param locations of its migrations on the class path, as {@code quarkus.flyway.locations} names them
     */
    public MigratedDatabase(Path scratch, String schema, String... locations) throws SQLException {
        this.database = EmbeddedDatabase.start(scratch, 0, EmbeddedDatabase.Durability.SCRATCH);
        this.connection = DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
        this.schema = schema;
        this.locations = List.of(locations);
    }

    /** Takes the migrations of one location, up to that version. */
    public void upTo(String location, String version) throws SQLException {
        migrate(MigrationVersion.fromVersion(version), location);
    }

    /** Takes all that is missing. */
    public void latest() throws SQLException {
        migrate(MigrationVersion.LATEST, locations.toArray(String[]::new));
    }

    private void migrate(MigrationVersion version, String... from) throws SQLException {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.username(), database.password())
                .schemas(schema)
                .locations(from)
                .target(version)
                .outOfOrder(true)
                // What another location has taken is not in this one.
                .ignoreMigrationPatterns("*:missing")
                .load()
                .migrate();
        execute("set search_path = " + schema);
    }

    /** Runs one or more statements. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the first row as text; empty where that is null. */
    public String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new AssertionError("no row: " + query);
            }
            String text = rows.getString(1);
            return text == null ? "" : text;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        database.close();
    }
}
