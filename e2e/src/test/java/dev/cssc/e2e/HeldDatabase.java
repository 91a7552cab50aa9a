package dev.cssc.e2e;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.awaitility.Awaitility.await;

/** The services' database: a test looks at jobs there, and holds transactions back, as it has what they need to lock until it is closed. */
final class HeldDatabase implements AutoCloseable {
    private final String url;
    private final List<Connection> holding = new ArrayList<>();
    private final Connection looking;

    /**
     * Connects.
     *
     * @param url as in {@code endpoints.json}
     */
    HeldDatabase(String url) {
        this.url = "jdbc:" + url;
        this.looking = connect();
    }

    /** Nobody reserves a tag for patches of that source. */
    void holdReservations(String image) {
        holdLock(image);
    }

    /** The job of that kind and image can neither end nor be prolonged. Locked while it runs. */
    void holdEnd(String service, String kind, String image) {
        Connection connection = connect();
        holding.add(connection);
        try {
            connection.setAutoCommit(false);
            PreparedStatement select = connection.prepareStatement("select 1 from " + service
                    + ".job where kind = ? and subject = ? and state = 'RUNNING' for update");
            select.setString(1, kind);
            select.setString(2, image);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    throw new AssertionError("no " + kind + " of " + image + " is running");
                }
            }
        } catch (SQLException e) {
            throw new AssertionError("locking the " + kind + " of " + image, e);
        }
    }

    /** The service commits events and sends none. */
    void holdEvents(String service) {
        holdLock(service + ".outbox");
    }

    private void holdLock(String key) {
        Connection connection = connect();
        holding.add(connection);
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_lock(hashtextextended(?, 0))")) {
            lock.setString(1, key);
            lock.execute();
        } catch (SQLException e) {
            throw new AssertionError("locking " + key, e);
        }
    }

    /** Waits until so many transactions are held back by locks that were taken here. */
    void awaitHeld(long transactions) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> held() >= transactions);
    }

    private long held() throws SQLException {
        long held = 0;
        for (Connection connection : holding) {
            long blocked = number(
                    "select count(*) from pg_stat_activity where cast(? as integer) = any (pg_blocking_pids(pid))",
                    String.valueOf(number(connection)));
            held += Math.min(1, blocked);
        }
        return held;
    }

    private static long number(Connection connection) throws SQLException {
        try (ResultSet row = connection.createStatement().executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private long number(String sql, String... parameters) {
        try (PreparedStatement select = looking.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw new AssertionError("asking " + sql, e);
        }
    }

    /** Waits until the job of that kind and image is done. */
    void awaitDone(String service, String kind, String image) {
        String sql = "select count(*) from " + service + ".job where kind = '" + kind
                + "' and subject = ? and state = 'DONE'";
        await().atMost(Duration.ofSeconds(60)).until(() -> number(sql, image) > 0);
    }

    /** How often a job of one of these subjects was begun, at most. */
    long attempts(String service, String image, String staging) {
        return number(
                "select coalesce(max(attempt), 0) from " + service + ".job where subject in (?, ?)", image, staging);
    }

    /** How many jobs of subjects in that registry have not ended. */
    long unfinished(String service, String host) {
        return number(
                "select count(*) from " + service
                        + ".job where state in ('QUEUED', 'RUNNING') and subject like ? || '/%'",
                host);
    }

    private Connection connect() {
        try {
            return DriverManager.getConnection(url, "postgres", "postgres");
        } catch (SQLException e) {
            throw new AssertionError("no connection to " + url, e);
        }
    }

    /** Lets everything go that was held. */
    void release() {
        holding.forEach(HeldDatabase::close);
        holding.clear();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError("closing a connection", e);
        }
    }

    @Override
    public void close() {
        release();
        close(looking);
    }
}
