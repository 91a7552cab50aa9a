package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.common.registry.config.SecretsConfig;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.database.Staleness;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.PackageSources;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Trivy: its command line, one call an image; inventories of images that were scanned are judged by {@link TrivyMatcher}. */
public final class TrivyEngine implements ScanEngine {

    /** The engine's name. */
    public static final String NAME = "trivy";

    /** What it says where it recognises a distribution, Fedora for example, and leaves it out of the report (pkg/detector/ospkg). */
    private static final String NO_ADVISORIES = "Unsupported os";

    private static final Staleness NEVER_STALE = new Staleness(Duration.ofDays(36_500), Clock.systemUTC());

    private final RegistryAccess registries;
    private final TrivyConfig config;
    private final LayerCaches caches;
    private final TrivyImage images;
    private final LocalKnowledge local;
    private final Servers servers;
    private final TrivyMatcher matcher;

    /** Trivy with the database in its own cache directory, and without a server. */
    public TrivyEngine(ProcessRunner runner, RegistryAccess registries, TrivyConfig config) {
        this(
                new TrivyTools(runner, WorkDirectories.below(Optional.empty(), "cssc-trivy"), config, NEVER_STALE),
                registries);
    }

    private TrivyEngine(TrivyTools tools, RegistryAccess registries) {
        this(tools, registries, tools.sharedCache(), Servers.NONE);
    }

    /**
     * Trivy as it is configured.
     *
     * @param databases by which it judges
     */
    public static TrivyEngine configured(
            TrivyTools tools,
            RegistryAccess registries,
            Databases databases,
            TrivyServerConfig server,
            SecretsConfig secrets) {
        Servers servers = switch (server.mode()) {
            case OFF -> Servers.NONE;
            case MANAGED ->
                new ManagedServers(
                        tools.runner(), tools.directories(), tools.config(), server, tools.knowledge(databases));
            case EXTERNAL ->
                ExternalServer.configured(
                        server, secrets, tools.staleness(), tools.config().entryLimit());
        };
        return new TrivyEngine(tools, registries, databases, servers);
    }

    private TrivyEngine(TrivyTools tools, RegistryAccess registries, Databases databases, Servers servers) {
        this.registries = registries;
        this.config = tools.config();
        this.caches = new LayerCaches(tools.directories(), config.layerCacheLimit());
        this.images = new TrivyImage(tools.runner(), registries, config, caches);
        this.local = tools.knowledge(databases);
        this.servers = servers;
        TrivySbom commandLine = new TrivySbom(tools.runner(), tools.directories(), config, local);
        this.matcher = servers instanceof ExternalServer external
                ? TrivyMatcher.external(commandLine, external)
                : TrivyMatcher.local(commandLine, servers);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String options() {
        return TrivyFlags.decisive();
    }

    @Override
    public Optional<String> missing() {
        if (Executables.find(config.program()).isEmpty()) {
            return Optional.of(config.program() + " is not installed or not on PATH (cssc.scan.trivy.program)");
        }
        return refused().or(matcher::missing);
    }

    private Optional<String> refused() {
        return local.version()
                .foreign()
                .map(foreign -> config.program() + " " + foreign
                        + " was published with stolen credentials and is not run: remove it, change every credential that"
                        + " it could read, and install 0.70.0 or newer");
    }

    @Override
    public Optional<Scanner> knowledge() {
        try {
            return Optional.of(matcher.knowledge());
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<PackageSources> sources() {
        return local.version().released().flatMap(TrivySources::of);
    }

    @Override
    public Optional<InventoryMatcher> matcher() {
        return Optional.of(matcher);
    }

    /** Ends the server, where it is this engine's, and forgets layers. */
    @Override
    public void close() {
        servers.close();
        caches.close();
    }

    @Override
    public ScanOutcome scan(ScanRequest request) {
        refused().ifPresent(why -> {
            throw Failure.of(ReasonCode.ENGINE_UNAVAILABLE, "scanning " + request.reference() + ": " + why)
                    .toException();
        });
        ScanOutcome found;
        try (Databases.Held database = local.databases().hold();
                RegistryAccess.Login login =
                        registries.login(request.repository(), ChildTool.TAKES_REGISTRY_TOKEN, config.timeout())) {
            TrivyImage.Answer answer = images.read(request, login, database);
            found = outcome(request, answer, database);
            leaveReport(answer.raw(), request);
        }
        return matcher.afterScan(found);
    }

    /** Only one that an outcome was made of is worth keeping. */
    private static void leaveReport(Path stdout, ScanRequest request) {
        try {
            Files.move(stdout, request.report(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Failure.of(ReasonCode.INTERNAL, "keeping the report of " + request.reference() + ": " + e)
                    .toException(e);
        }
    }

    private ScanOutcome outcome(ScanRequest request, TrivyImage.Answer answer, Databases.Held database) {
        String doing = "scanning " + request.reference();
        TrivyReport report = answer.report();
        if (report.digests().stream().noneMatch(digest -> digest.endsWith("@" + request.manifest()))) {
            throw Failure.of(
                            ReasonCode.REPORT_MALFORMED,
                            doing + ": trivy's report is about " + report.digests() + " instead")
                    .toException();
        }
        Scanner scanner = local.scanner(report.version(), database.database());
        if (report.os().isEmpty()) {
            return new ScanOutcome.NotUnderstood("no distribution was found in the image", scanner);
        }
        if (report.packages().isEmpty() && answer.said().contains(NO_ADVISORIES)) {
            return new ScanOutcome.NotUnderstood(
                    "trivy has no advisories for " + report.os().get().family() + ", so that it could find nothing",
                    scanner);
        }
        if (report.packages().isEmpty()) {
            throw Failure.of(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            doing + ": " + report.os().get().family() + " was found, but no list of its packages")
                    .toException();
        }
        return TrivyFindings.scanned(report, scanner);
    }
}
