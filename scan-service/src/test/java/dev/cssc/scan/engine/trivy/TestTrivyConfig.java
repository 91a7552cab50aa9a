package dev.cssc.scan.engine.trivy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of a test: an offline Trivy with the database that is there, and no memory for layers. */
public record TestTrivyConfig(String program, Path cache, Duration timeout, long reportLimit) implements TrivyConfig {

    @Override
    public Optional<Path> cacheDirectory() {
        return Optional.of(cache);
    }

    @Override
    public boolean skipDbUpdate() {
        return true;
    }

    @Override
    public boolean offline() {
        return true;
    }

    @Override
    public Optional<String> dbRepository() {
        return Optional.empty();
    }

    @Override
    public Optional<String> databaseIdentity() {
        return Optional.empty();
    }

    @Override
    public long layerCacheLimit() {
        return 0;
    }

    @Override
    public int entryLimit() {
        return 10_000;
    }
}
