package dev.cssc.scan.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the vulnerability database is kept. Mirrored only where {@code cssc.scan.trivy.db-repository} names one. */
@ConfigMapping(prefix = "cssc.scan.database")
public interface DatabaseConfig {

    /** Older databases, by the time of their making, are stale: verdicts by them are marked, and readiness says so. */
    @WithDefault("PT48H")
    Duration staleAfter();

    /** How long between two looks at the repository; a tenth more or less, so that replicas do not look at once. */
    @WithDefault("PT10M")
    Duration pollInterval();

    /** Where mirrored databases are; {@code databases} in the working directory ({@code cssc.scan.work-directory}) where not said. */
    Optional<Path> directory();

    /**
     * A new database smaller than this part of the current one is refused: it lost something on its way. Between 0 and 1; 0 takes every
     * size.
     */
    @WithDefault("0.5")
    double smallestFraction();

    /** Largest database as downloaded, in bytes. */
    @WithDefault("2147483648")
    long downloadLimit();

    /** Largest database unpacked, in bytes. */
    @WithDefault("8589934592")
    long sizeLimit();
}
