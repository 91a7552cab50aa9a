package dev.cssc.scan.engine.trivy;

import dev.cssc.scan.database.Databases;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What Trivy is called with, whatever it is to judge. */
final class TrivyFlags {

    /** Both skip-version-check and disable-telemetry are needed to keep it from calling home. */
    private static final List<String> JUDGING = List.of(
            "--format=json",
            "--pkg-types=os",
            "--scanners=vuln",
            "--list-all-pkgs",
            "--skip-java-db-update",
            "--skip-version-check",
            "--disable-telemetry",
            "--no-progress");

    private static final Set<String> DECISIVE = Set.of("--pkg-types=", "--scanners=");

    private TrivyFlags() {}

    /** Those flags on which it depends what is found. */
    static String decisive() {
        return JUDGING.stream()
                .filter(flag -> DECISIVE.stream().anyMatch(flag::startsWith))
                .collect(Collectors.joining(" "));
    }

    /**
     * {@code trivy <subcommand>} with the flags of every judgement by this database.
     *
     * @param layers the cache of layers that it has for itself; where there is none it remembers none, since calls that share a directory
     *     would lock each other out
     */
    static List<String> judging(
            String subcommand, TrivyConfig config, Databases.Held database, Optional<LayerCaches.Lease> layers) {
        List<String> argv = new ArrayList<>(List.of(config.program(), subcommand));
        argv.addAll(JUDGING);
        argv.add("--cache-backend=" + (layers.isPresent() ? "fs" : "memory"));
        argv.add("--cache-dir=" + layers.map(LayerCaches.Lease::directory).orElseGet(database::cacheDirectory));
        argv.add("--timeout=" + config.timeout().toSeconds() + "s");
        if (fetches(config, database)) {
            from(config).ifPresent(argv::add);
        } else {
            argv.add("--skip-db-update");
        }
        if (config.offline()) {
            argv.add("--offline-scan");
        }
        return argv;
    }

    /** Whether Trivy brings the database up to date when it is called: only where it is used without a mirror. */
    static boolean fetches(TrivyConfig config, Databases.Held database) {
        return !database.pinned() && !config.skipDbUpdate() && !config.offline();
    }

    /** {@code trivy image} that does nothing but that. */
    static List<String> fetching(TrivyConfig config, Databases.Held database) {
        List<String> argv = new ArrayList<>(List.of(
                config.program(),
                "image",
                "--download-db-only",
                "--cache-dir=" + database.cacheDirectory(),
                "--skip-version-check",
                "--disable-telemetry",
                "--no-progress"));
        from(config).ifPresent(argv::add);
        return argv;
    }

    private static Optional<String> from(TrivyConfig config) {
        return config.dbRepository().map(repository -> "--db-repository=" + repository);
    }

    /**
     * An environment in which Trivy finds nothing but what it is given. None of its own variables is in it: those with credentials would be
     * sent to every registry that it asks, that of its database too.
     */
    static Map<String, String> environment(Path directory) {
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", directory.toString());
        environment.put("TMPDIR", directory.toString());
        return environment;
    }

    /**
     * The same for a process that ends with its judgement. Most of its time is Go's start of Trivy's packages, and a third of that is
     * collecting what they have just made: it goes without until it has much memory to give back.
     */
    static Map<String, String> environmentOfOneCall(Path directory) {
        Map<String, String> environment = environment(directory);
        environment.put("GOGC", "off");
        environment.put("GOMEMLIMIT", "400MiB");
        return environment;
    }
}
