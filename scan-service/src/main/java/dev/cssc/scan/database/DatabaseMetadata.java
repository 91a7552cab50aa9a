package dev.cssc.scan.database;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What {@code metadata.json} beside a database says (trivy-db, {@code pkg/metadata}).
 *
 * @param version of the database's form; this product and Trivy know 2
 * @param updatedAt when its advisories were gathered, as written there
 * @param made the same as a moment
 * @param next from when on a newer one is to be expected, where that is said
 */
public record DatabaseMetadata(int version, String updatedAt, Instant made, Optional<Instant> next) {

    /** The only version of the form that is read. */
    public static final int KNOWN_VERSION = 2;

    private static final long LONGEST = 64 * 1024;

    /** Where it is below Trivy's cache directory. */
    static Path file(Path cacheDirectory) {
        return cacheDirectory.resolve("db").resolve("metadata.json");
    }

    /**
     * Reads it.
     *
     * @param cacheDirectory Trivy's {@code --cache-dir}
     * @throws FailureException {@link ReasonCode#DATABASE_UNAVAILABLE} where there is none, or it says no time
     */
    public static DatabaseMetadata read(Path cacheDirectory) {
        try {
            return readWhole(cacheDirectory);
        } catch (UnusableDatabaseException e) {
            // Half written, perhaps.
            throw unavailable(file(cacheDirectory) + " " + e.why());
        }
    }

    /**
     * Reads it where it is known to be all that there is of it.
     *
     * @throws UnusableDatabaseException where it says no time, as the rest of a sentence about it
     * @throws FailureException {@link ReasonCode#DATABASE_UNAVAILABLE} where it cannot be read
     */
    static DatabaseMetadata readWhole(Path cacheDirectory) {
        Path file = file(cacheDirectory);
        try {
            if (Files.size(file) > LONGEST) {
                throw new UnusableDatabaseException("is longer than any metadata");
            }
            JsonNode read = EventCodec.readObject(Files.readAllBytes(file));
            String updated = read.path("UpdatedAt").asText("");
            if (updated.isEmpty()) {
                throw new UnusableDatabaseException("names no UpdatedAt");
            }
            return new DatabaseMetadata(
                    read.path("Version").asInt(),
                    updated,
                    Instant.parse(updated),
                    Optional.of(read.path("NextUpdate").asText(""))
                            .filter(text -> !text.isEmpty())
                            .map(Instant::parse));
        } catch (FailureException e) {
            // The event codec calls what is no JSON an invalid event.
            throw e.failure().reason() == ReasonCode.EVENT_INVALID ? new UnusableDatabaseException("is no JSON") : e;
        } catch (DateTimeParseException e) {
            throw new UnusableDatabaseException("names as UpdatedAt or NextUpdate what is no time");
        } catch (IOException e) {
            throw unavailable(file + " cannot be read");
        }
    }

    /** Identity by the time of its making, for a database that no digest is known of. */
    String identity() {
        return "trivy-db:" + version + "@" + updatedAt;
    }

    private static FailureException unavailable(String why) {
        return Failure.of(ReasonCode.DATABASE_UNAVAILABLE, "identifying trivy's database: " + why)
                .toException();
    }
}
