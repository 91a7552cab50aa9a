package dev.cssc.scan.engine.trivy;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings of a managed server, with room for two package sets. */
final class TestServerConfig implements TrivyServerConfig {

    @Override
    public Mode mode() {
        return Mode.MANAGED;
    }

    @Override
    public Optional<URI> url() {
        return Optional.empty();
    }

    @Override
    public Optional<String> tokenFile() {
        return Optional.empty();
    }

    @Override
    public Optional<String> tokenVariable() {
        return Optional.empty();
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(30);
    }

    @Override
    public Duration startTimeout() {
        return Duration.ofSeconds(60);
    }

    @Override
    public long answerLimit() {
        return 16 << 20;
    }

    @Override
    public int keptSets() {
        return 2;
    }
}
