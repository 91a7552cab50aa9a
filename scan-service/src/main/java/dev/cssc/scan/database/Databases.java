package dev.cssc.scan.database;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Where those who judge get the database from. A newer one may become current at any time; who holds one keeps it. */
public interface Databases {

    /**
     * The current database, for as long as it is held: it is not removed, and a pinned one does not change.
     *
     * @throws dev.cssc.common.failure.FailureException {@code DATABASE_UNAVAILABLE} where there is none
     */
    Held hold();

    /** The current database; empty where there is none yet. Cheap. */
    Optional<Database> current();

    /**
     * True where a newer one is to be expected which only a call of the engine fetches: answering from what is remembered would put that
     * off for ever.
     */
    default boolean awaitsACall(Instant now) {
        return false;
    }

    /** Where it comes from, in words. */
    String source();

    /** A database in use; closing gives it back. */
    interface Held extends AutoCloseable {

        /** Trivy's {@code --cache-dir}: a directory with {@code db/trivy.db} and {@code db/metadata.json}. */
        Path cacheDirectory();

        /** Whether nobody changes it while it is held. Where not, the engine itself may bring it up to date. */
        boolean pinned();

        /**
         * Which one it is, now.
         *
         * @throws dev.cssc.common.failure.FailureException {@code DATABASE_UNAVAILABLE} where the engine was to fetch one and did not
         */
        Database database();

        @Override
        void close();
    }
}
