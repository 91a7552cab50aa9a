package dev.cssc.scan.engine.trivy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.Secret;
import dev.cssc.common.registry.config.SecretsConfig;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.scan.database.Database;
import dev.cssc.scan.database.Staleness;
import okhttp3.HttpUrl;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** A Trivy server that somebody else runs. What it knows it says itself. */
final class ExternalServer implements Servers {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final TrivyRpc rpc;
    private final Staleness staleness;
    private final TrivyServer server;

    private Optional<Seen> recent = Optional.empty();
    private Optional<String> lastMissing = Optional.empty();
    private long lastLook = System.nanoTime() - BETWEEN_LOOKS.toNanos();

    ExternalServer(TrivyRpc rpc, Staleness staleness, int keptSets, int entryLimit) {
        this.rpc = rpc;
        this.staleness = staleness;
        this.server = new TrivyServer(rpc, this::knowledge, keptSets, entryLimit);
    }

    private record Seen(Scanner knowledge, long at) {}

    /**
     * The one that is configured.
     *
     * @throws IllegalStateException naming the key, where it cannot be
     */
    static ExternalServer configured(
            TrivyServerConfig config, SecretsConfig secrets, Staleness staleness, int entryLimit) {
        HttpUrl url = config.url()
                .map(URI::toString)
                .map(HttpUrl::parse)
                .orElseThrow(() -> new IllegalStateException(
                        "cssc.scan.trivy.server.mode is external: cssc.scan.trivy.server.url has to say where"));
        Optional<Secret> token = token(config, secrets);
        return new ExternalServer(
                new TrivyRpc(url, () -> token.map(Secret::read), config.answerLimit(), config.timeout()),
                staleness,
                config.keptSets(),
                entryLimit);
    }

    private static Optional<Secret> token(TrivyServerConfig config, SecretsConfig secrets) {
        if (config.tokenFile().isPresent() && config.tokenVariable().isPresent()) {
            throw new IllegalStateException(
                    "cssc.scan.trivy.server.token-file and token-variable are both set; name one of them");
        }
        config.tokenVariable()
                .filter(name -> !name.startsWith(CredentialReference.VARIABLE_PREFIX))
                .ifPresent(name -> {
                    throw new IllegalStateException("cssc.scan.trivy.server.token-variable is '" + name
                            + "'; the variable's name has to begin with " + CredentialReference.VARIABLE_PREFIX);
                });
        return config.tokenVariable()
                .<Secret>map(Secret.FromEnvironment::new)
                .or(() -> config.tokenFile().map(name -> new Secret.FromFile(file(name, secrets))));
    }

    private static Path file(String name, SecretsConfig secrets) {
        Path directory = secrets.directory()
                .orElseThrow(() -> new IllegalStateException(
                        "cssc.scan.trivy.server.token-file is set, and cssc.secrets.directory is not"));
        Path file = directory.resolve(name).normalize();
        if (!directory.normalize().equals(file.getParent())) {
            throw new IllegalStateException("cssc.scan.trivy.server.token-file has to be the name of a file in "
                    + directory + ", without any path");
        }
        return file;
    }

    @Override
    public Optional<Asked> ask() {
        return Optional.of(new Asked() {
            @Override
            public TrivyServer server() {
                return server;
            }

            @Override
            public void close() {
                // It runs on.
            }
        });
    }

    /**
     * Who it is and by which database it judges, as of the last seconds: for those who only compare. Whether it is right shows when it
     * judges.
     *
     * @throws FailureException where it does not answer, or has no database
     */
    synchronized Scanner recentKnowledge() {
        return recent.filter(seen -> System.nanoTime() - seen.at() < BETWEEN_LOOKS.toNanos())
                .map(Seen::knowledge)
                .orElseGet(this::knowledge);
    }

    /** Who it is now and by which database it judges: its answers do not say. */
    Scanner knowledge() {
        Scanner now = askForKnowledge();
        synchronized (this) {
            recent = Optional.of(new Seen(now, System.nanoTime()));
        }
        return now;
    }

    private Scanner askForKnowledge() {
        String doing = "asking trivy's server for its database";
        JsonNode page = rpc.version(doing);
        JsonNode database = page.path("VulnerabilityDB");
        String made = database.path("UpdatedAt").asText("");
        try {
            Instant moment = Instant.parse(made);
            Database known = new Database("trivy-db:" + database.path("Version").asInt() + "@" + made, moment);
            return new Scanner(
                    TrivyEngine.NAME,
                    page.path("Version").asText("unknown"),
                    known.identity(),
                    staleness.isStale(known) ? Optional.of(true) : Optional.empty());
        } catch (DateTimeParseException e) {
            throw Failure.of(ReasonCode.DATABASE_UNAVAILABLE, doing + ": it has none yet")
                    .toException(e);
        }
    }

    /** Looks at most every ten seconds: whoever asks for readiness may ask often. */
    @Override
    public synchronized Optional<String> missing() {
        if (System.nanoTime() - lastLook >= BETWEEN_LOOKS.toNanos()) {
            lastMissing = look();
            lastLook = System.nanoTime();
        }
        return lastMissing;
    }

    private Optional<String> look() {
        try {
            knowledge();
            return Optional.empty();
        } catch (FailureException e) {
            return Optional.of(e.failure().detail() + " (cssc.scan.trivy.server.url)");
        }
    }

    @Override
    public void close() {
        rpc.close();
    }
}
