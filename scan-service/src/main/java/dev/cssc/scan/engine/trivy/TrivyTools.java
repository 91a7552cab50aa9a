package dev.cssc.scan.engine.trivy;

import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.database.SharedCache;
import dev.cssc.scan.database.Staleness;

import java.nio.file.Path;
import java.util.Optional;

/** What calling Trivy takes, whatever for. */
public final class TrivyTools {

    private final ProcessRunner runner;
    private final WorkDirectories directories;
    private final TrivyConfig config;
    private final Staleness staleness;
    private final TrivyVersion version;

    public TrivyTools(ProcessRunner runner, WorkDirectories directories, TrivyConfig config, Staleness staleness) {
        this.runner = runner;
        this.directories = directories;
        this.config = config;
        this.staleness = staleness;
        this.version = new TrivyVersion(runner, directories, config.program());
    }

    ProcessRunner runner() {
        return runner;
    }

    WorkDirectories directories() {
        return directories;
    }

    TrivyConfig config() {
        return config;
    }

    Staleness staleness() {
        return staleness;
    }

    LocalKnowledge knowledge(Databases databases) {
        return new LocalKnowledge(databases, staleness, version);
    }

    /**
     * The repository that this service mirrors the database from; empty where Trivy downloads it, or nobody does.
     */
    public Optional<String> mirrored() {
        return keepsDatabase() ? Optional.empty() : config.dbRepository();
    }

    /** The database in Trivy's own cache directory: Trivy's default place, which a child cannot find as it does not inherit our HOME. */
    public SharedCache sharedCache() {
        return new SharedCache(
                config.cacheDirectory()
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "trivy"))
                        .toAbsolutePath(),
                config.databaseIdentity(),
                keepsDatabase());
    }

    private boolean keepsDatabase() {
        return config.skipDbUpdate() || config.offline();
    }
}
