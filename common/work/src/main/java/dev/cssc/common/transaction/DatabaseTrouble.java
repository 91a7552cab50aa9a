package dev.cssc.common.transaction;

import dev.cssc.common.failure.FailureException;
import io.vertx.pgclient.PgException;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Tells a database that is out of reach from a statement that it refuses. */
public final class DatabaseTrouble {
    /** SQLSTATE classes: connection exception, transaction rollback, insufficient resources, operator intervention, system error. */
    private static final List<String> PASSING = List.of("08", "40", "53", "57", "58");

    private DatabaseTrouble() {}

    /** A migration changed what a kept statement answers; the client forgets it with this error, and prepares it anew the next time. */
    private static boolean isPlannedAnew(PgException e) {
        return "0A000".equals(e.getSqlState())
                && Objects.requireNonNullElse(e.getMessage(), "").contains("cached plan must not change result type");
    }

    /** True where the same statement may work later. */
    public static boolean isOutOfReach(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof FailureException) {
                // An answer of ours, whatever led to it: a message that is no JSON has an IOException as its cause.
                return false;
            }
            if (e instanceof IOException) {
                return true;
            }
            if (e instanceof PgException pg) {
                String state = Objects.requireNonNullElse(pg.getSqlState(), "");
                return state.length() == 5 && PASSING.contains(state.substring(0, 2)) || isPlannedAnew(pg);
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
