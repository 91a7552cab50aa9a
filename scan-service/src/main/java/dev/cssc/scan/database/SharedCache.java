package dev.cssc.scan.database;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The database in Trivy's own cache directory. Trivy fetches it and brings it up to date when it is called; reports do not say which one
 * they used, so it is read from the database's metadata.
 *
 * @param cacheDirectory Trivy's {@code --cache-dir}
 * @param identity what the operator says it is; by the time of its making where empty
 * @param pinned whether Trivy is told never to fetch another one
 */
public record SharedCache(Path cacheDirectory, Optional<String> identity, boolean pinned) implements Databases {

    @Override
    public Held hold() {
        return new OfCache(this, current());
    }

    @Override
    public Optional<Database> current() {
        try {
            return Optional.of(now());
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean awaitsACall(Instant now) {
        try {
            return !pinned
                    && DatabaseMetadata.read(cacheDirectory)
                            .next()
                            .filter(now::isAfter)
                            .isPresent();
        } catch (FailureException e) {
            return true;
        }
    }

    @Override
    public String source() {
        return "trivy's cache directory " + cacheDirectory;
    }

    private Database now() {
        DatabaseMetadata metadata = DatabaseMetadata.read(cacheDirectory);
        return new Database(identity.orElseGet(metadata::identity), metadata.made());
    }

    /**
     * The cache in use.
     *
     * @param before which database was there when it was taken
     */
    private record OfCache(SharedCache cache, Optional<Database> before) implements Held {

        @Override
        public Path cacheDirectory() {
            return cache.cacheDirectory();
        }

        @Override
        public boolean pinned() {
            return cache.pinned();
        }

        @Override
        public Database database() {
            Database now = cache.now();
            if (before.filter(database -> !database.equals(now)).isPresent()) {
                // Of two calls at once one may have fetched it, and nobody can tell by which one the other judged.
                throw Failure.of(
                                ReasonCode.DATABASE_UNAVAILABLE,
                                "trivy's database became " + now.identity() + " while it was used; it is used again")
                        .toException();
            }
            return now;
        }

        @Override
        public void close() {
            // It belongs to Trivy.
        }
    }
}
