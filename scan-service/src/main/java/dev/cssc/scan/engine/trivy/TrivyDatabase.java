package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The vulnerability database in Trivy's cache directory. Reports do not say which one they used, so it is read from the database's own
 * metadata.
 *
 * @param cacheDirectory Trivy's {@code --cache-dir}
 */
record TrivyDatabase(Path cacheDirectory) {

    /**
     * Identity of the database: the time of its making.
     *
     * @throws FailureException {@link ReasonCode#DATABASE_UNAVAILABLE} where there is none
     */
    String identity() {
        Path metadata = cacheDirectory.resolve("db").resolve("metadata.json");
        try {
            JsonNode read = EventCodec.readObject(Files.readAllBytes(metadata));
            String updated = read.path("UpdatedAt").asText("");
            if (updated.isEmpty()) {
                throw missing(metadata + " names no UpdatedAt");
            }
            return "trivy-db:" + read.path("Version").asInt() + "@" + updated;
        } catch (IOException e) {
            throw missing(metadata + " cannot be read");
        }
    }

    private static FailureException missing(String why) {
        return Failure.of(ReasonCode.DATABASE_UNAVAILABLE, "identifying trivy's database: " + why)
                .toException();
    }
}
