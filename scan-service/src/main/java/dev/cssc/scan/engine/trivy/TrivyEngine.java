package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.ProcessRunner;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trivy's command line, one call an image. */
public final class TrivyEngine implements ScanEngine {

    /** The engine's name. */
    public static final String NAME = "trivy";

    private static final int TAIL = 8 * 1024;

    /**
     * What every scan is called with. The in-memory cache lets scans share one database directory, since the default cache is locked by
     * one process; both skip-version-check and disable-telemetry are needed to keep it from calling home.
     */
    private static final List<String> FLAGS = List.of(
            "--format=json",
            "--pkg-types=os",
            "--scanners=vuln",
            "--list-all-pkgs",
            "--image-src=remote",
            "--cache-backend=memory",
            "--skip-java-db-update",
            "--skip-version-check",
            "--disable-telemetry",
            "--no-progress");

    private final ProcessRunner runner;
    private final RegistryAccess registries;
    private final TrivyConfig config;

    public TrivyEngine(ProcessRunner runner, RegistryAccess registries, TrivyConfig config) {
        this.runner = runner;
        this.registries = registries;
        this.config = config;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String options() {
        return String.join(" ", FLAGS);
    }

    @Override
    public Optional<String> missing() {
        return Executables.find(config.program()).isPresent()
                ? Optional.empty()
                : Optional.of(config.program() + " is not installed or not on PATH (cssc.scan.trivy.program)");
    }

    @Override
    public ScanOutcome scan(ScanRequest request) {
        String doing = "scanning " + request.reference();
        try (RegistryAccess.Login login =
                registries.login(request.repository(), ChildTool.TAKES_REGISTRY_TOKEN, config.timeout())) {
            Ended ended = runner.run(command(request, login));
            int code = ended.exitCode(doing);
            if (code != 0) {
                throw TrivyFailures.classify(doing, code, ended.stderrTail(TAIL))
                        .toException();
            }
            TrivyReport report =
                    TrivyReportReader.read(ended.stdout(), doing, config.reportLimit(), config.entryLimit());
            ScanOutcome outcome = outcome(request, doing, report);
            leaveReport(ended.stdout(), request);
            return outcome;
        }
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

    private Command command(ScanRequest request, RegistryAccess.Login login) {
        List<String> argv = new ArrayList<>(List.of(config.program(), "image"));
        argv.addAll(FLAGS);
        argv.add("--cache-dir=" + cacheDirectory());
        argv.add("--timeout=" + config.timeout().toSeconds() + "s");
        if (config.skipDbUpdate() || config.offline()) {
            argv.add("--skip-db-update");
        }
        if (config.offline()) {
            argv.add("--offline-scan");
        }
        config.dbRepository().ifPresent(repository -> argv.add("--db-repository=" + repository));
        if (login.plainHttp()) {
            // Trivy has no switch for plain HTTP alone; for a registry over TLS this would switch verification off.
            argv.add("--insecure");
        }
        login.certificates().ifPresent(file -> argv.add("--cacert=" + file));
        argv.add(request.reference().toString());
        Map<String, String> environment = new HashMap<>();
        environment.put("DOCKER_CONFIG", login.dockerConfig().toString());
        environment.put("HOME", request.directory().toString());
        environment.put("TMPDIR", request.directory().toString());
        return new Command(argv, environment, request.directory(), config.timeout(), config.reportLimit());
    }

    private ScanOutcome outcome(ScanRequest request, String doing, TrivyReport report) {
        if (report.digests().stream().noneMatch(digest -> digest.endsWith("@" + request.manifest()))) {
            throw Failure.of(
                            ReasonCode.REPORT_MALFORMED,
                            doing + ": trivy's report is about " + report.digests() + " instead")
                    .toException();
        }
        Scanner scanner = new Scanner(NAME, report.version(), databaseIdentity());
        if (report.os().isEmpty()) {
            return new ScanOutcome.NotUnderstood("no distribution was found in the image", scanner);
        }
        if (report.packages().isEmpty()) {
            throw Failure.of(
                            ReasonCode.SCAN_INCONCLUSIVE,
                            doing + ": " + report.os().get().family() + " was found, but no list of its packages")
                    .toException();
        }
        return new ScanOutcome.Scanned(
                new Inventory(report.os().get(), report.endOfLife(), report.packages()),
                TrivyFindings.upgrades(report),
                TrivyFindings.unfixed(report),
                scanner);
    }

    private String databaseIdentity() {
        return config.databaseIdentity().orElseGet(() -> new TrivyDatabase(cacheDirectory()).identity());
    }

    /** Trivy's own default, which it could not find by itself: a child does not inherit our HOME. */
    private Path cacheDirectory() {
        return config.cacheDirectory()
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "trivy"))
                .toAbsolutePath();
    }
}
