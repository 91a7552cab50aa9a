package dev.cssc.common.transaction;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;

import java.util.List;

/**
 * Opens the connections to the database so that each of them keeps the 256 statements that it used last, of any length, where it keeps any
 * ({@code quarkus.datasource.reactive.cache-prepared-statements}). Left to itself the client keeps none that is longer than 2,048 characters
 * (Vert.x, {@code SqlConnectOptions}), which leaves out the longest to parse: the one that takes a job. A {@code
 * quarkus.datasource.credentials-provider} would be asked once, at the start.
 */
@Singleton
class KeptStatements implements PgPoolCreator {
    /** Our statements are texts of the program, with values apart: none is near that long. */
    private static final int LONGEST = 16_384;

    @Override
    public Pool create(Input input) {
        input.pgConnectOptionsList().forEach(options -> options.setPreparedStatementCacheSqlLimit(LONGEST));
        return PgBuilder.pool()
                .with(input.poolOptions())
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .using(input.vertx())
                .build();
    }
}
