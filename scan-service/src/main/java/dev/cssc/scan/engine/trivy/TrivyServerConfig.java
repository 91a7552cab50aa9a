package dev.cssc.scan.engine.trivy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The Trivy server that judges stored inventories. */
@ConfigMapping(prefix = "cssc.scan.trivy.server")
public interface TrivyServerConfig {

    /** Who runs it. */
    enum Mode {
        /** There is none: the command line judges stored inventories. */
        OFF,
        /** This service runs one for each database, where databases do not change under it; else as {@link #OFF}. */
        MANAGED,
        /** Somebody else; its database is what counts. */
        EXTERNAL
    }

    /** Who runs the server that judges stored inventories. */
    @WithDefault("managed")
    Mode mode();

    /** Where the external one is, for example {@code http://trivy:4954}. */
    Optional<URI> url();

    /** Name of the file in {@code cssc.secrets.directory} with the external one's token. */
    Optional<String> tokenFile();

    /** Environment variable with the external one's token; begins with {@code CSSC_SECRET_}. */
    Optional<String> tokenVariable();

    /** How long one question may take, from connecting to the last byte of the answer. */
    @WithDefault("PT60S")
    Duration timeout();

    /** How long a managed one may take until it answers. */
    @WithDefault("PT60S")
    Duration startTimeout();

    /** Longest answer read, in bytes. */
    @WithDefault("67108864")
    long answerLimit();

    /** Package lists that are left with a server to be asked about again; the one not asked about for longest is taken back first. */
    @WithDefault("500")
    int keptSets();
}
