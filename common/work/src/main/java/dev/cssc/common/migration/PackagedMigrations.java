package dev.cssc.common.migration;

import io.quarkus.flyway.runtime.QuarkusPathLocationScanner;
import org.flywaydb.core.api.CoreLocationPrefix;
import org.flywaydb.core.api.Location;
import org.flywaydb.core.api.resource.LoadableResource;
import org.flywaydb.core.internal.resolver.ChecksumCalculator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The migrations that this version brings.
 *
 * @param checksums by path on the class path, as Flyway calculates them
 */
record PackagedMigrations(Map<String, Integer> checksums) {

    /**
     * Reads those that Quarkus found while the service was built.
     *
     * @param locations as {@code quarkus.flyway.locations} names them
     * @return empty where one of them is no place on the class path
     */
    static Optional<PackagedMigrations> at(List<String> locations) {
        if (locations.stream().anyMatch(location -> location.contains(":") || location.contains("*"))) {
            return Optional.empty();
        }
        List<Location> places = locations.stream()
                .map(location -> Location.fromPath(CoreLocationPrefix.CLASSPATH_PREFIX, location))
                .toList();
        Map<String, Integer> checksums = new TreeMap<>();
        // Its configuration is asked for places outside of the class path alone; to make one takes Flyway's plugins.
        for (LoadableResource file : new QuarkusPathLocationScanner(null, places).scanForResources()) {
            checksums.put(file.getRelativePath(), ChecksumCalculator.calculate(file));
        }
        return Optional.of(new PackagedMigrations(checksums));
    }

    /** True where these and no others were applied, each once, as it is, and to its end. */
    boolean areAll(List<AppliedMigration> applied) {
        return applied.size() == checksums.size()
                && applied.stream()
                        .allMatch(migration -> migration.success()
                                && migration.checksum().equals(Optional.ofNullable(checksums.get(migration.script()))));
    }
}
