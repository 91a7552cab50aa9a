package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.Scanner;
import dev.cssc.scan.database.Database;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.database.Staleness;

import java.util.Optional;

/**
 * What Trivy on this machine knows.
 *
 * @param databases where its database comes from
 * @param staleness when that is too old
 * @param version which Trivy it is
 */
record LocalKnowledge(Databases databases, Staleness staleness, TrivyVersion version) {

    /** Who would judge now; empty where there is no database, or no Trivy, or the next call is to fetch a newer one. Cheap. */
    Optional<Scanner> now() {
        if (databases.awaitsACall(staleness.now())) {
            return Optional.empty();
        }
        return version.now().flatMap(trivy -> databases.current().map(database -> scanner(trivy, database)));
    }

    /** This Trivy with this database. Nothing is said of the age of one that is fresh enough: it is the usual case. */
    Scanner scanner(String trivy, Database database) {
        return new Scanner(
                TrivyEngine.NAME,
                trivy,
                database.identity(),
                staleness.isStale(database) ? Optional.of(true) : Optional.empty());
    }
}
