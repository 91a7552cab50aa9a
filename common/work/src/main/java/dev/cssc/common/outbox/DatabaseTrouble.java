package dev.cssc.common.outbox;

import dev.cssc.common.failure.FailureException;
import io.vertx.pgclient.PgException;

import java.io.IOException;
import java.util.List;

/** Tells a database that is out of reach from a statement that it refuses. */
final class DatabaseTrouble {
    /** SQLSTATE classes: connection exception, transaction rollback, insufficient resources, operator intervention, system error. */
    private static final List<String> PASSING = List.of("08", "40", "53", "57", "58");

    private DatabaseTrouble() {}

    /** True where the same statement may work later. */
    static boolean isOutOfReach(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof FailureException) {
                // An answer of ours, whatever led to it: a message that is no JSON has an IOException as its cause.
                return false;
            }
            if (e instanceof IOException) {
                return true;
            }
            if (e instanceof PgException pg) {
                String state = pg.getSqlState();
                return state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2));
            }
            String name = e.getClass().getSimpleName();
            // Vert.x has no public types for these: the connection went away, or the pool gave none in time.
            if (name.equals("ClosedConnectionException") || name.equals("NoStackTraceTimeoutException")) {
                return true;
            }
            if (e.getCause() == e) {
                return false;
            }
        }
        return false;
    }
}
