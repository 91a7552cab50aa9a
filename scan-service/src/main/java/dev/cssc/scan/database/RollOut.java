package dev.cssc.scan.database;

import java.util.Optional;

/**
 * Whether a new database may take over from the current one. Nothing signs databases (Trivy looks at media type and number of layers
 * only), so what can be told from outside is looked at: its form, its time, its size. Pure.
 */
final class RollOut {

    private RollOut() {}

    /**
     * A database that is there to be looked at.
     *
     * @param metadata what it says of itself
     * @param size of {@code trivy.db}, in bytes
     */
    record Candidate(DatabaseMetadata metadata, long size) {}

    /**
     * Why not, in a sentence; empty where it may.
     *
     * @param smallestFraction what part of the current one's size it must have
     * @param forced whether somebody wants it although it is older or smaller
     */
    static Optional<String> objection(
            Candidate candidate, Optional<Candidate> current, double smallestFraction, boolean forced) {
        if (candidate.metadata().version() != DatabaseMetadata.KNOWN_VERSION) {
            return Optional.of("its form has version " + candidate.metadata().version() + ", known is "
                    + DatabaseMetadata.KNOWN_VERSION);
        }
        if (candidate.size() == 0) {
            return Optional.of("it is empty");
        }
        return forced ? Optional.empty() : current.flatMap(c -> against(candidate, c, smallestFraction));
    }

    private static Optional<String> against(Candidate candidate, Candidate current, double smallestFraction) {
        if (candidate.metadata().made().isBefore(current.metadata().made())) {
            return Optional.of("it is of " + candidate.metadata().updatedAt() + ", older than the current one of "
                    + current.metadata().updatedAt());
        }
        if (candidate.size() < current.size() * smallestFraction) {
            return Optional.of("it has " + candidate.size() + " bytes, the current one " + current.size()
                    + "; less than a part of " + smallestFraction + " of it (cssc.scan.database.smallest-fraction)");
        }
        return Optional.empty();
    }
}
