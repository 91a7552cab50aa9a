package dev.cssc.common.event;

import java.util.Optional;

/**
 * Who judged, and with what knowledge.
 *
 * @param name scan engine, for example {@code trivy}
 * @param version its version
 * @param database identity of its vulnerability database or of the package repositories' state
 * @param stale true where the database was older than the service holds for current when it judged; absent where nobody can tell
 */
public record Scanner(String name, String version, String database, Optional<Boolean> stale) {

    /** A scanner of whose knowledge's age nothing is said. */
    public Scanner(String name, String version, String database) {
        this(name, version, database, Optional.empty());
    }

    /** Whether the other one knows the same: the same database may have grown stale between two looks at it. */
    public boolean knowsWhat(Scanner other) {
        return name.equals(other.name) && version.equals(other.version) && database.equals(other.database);
    }
}
