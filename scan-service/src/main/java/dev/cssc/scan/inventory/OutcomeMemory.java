package dev.cssc.scan.inventory;

import dev.cssc.common.image.Digest;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.MeteredScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.foundation.Foundation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@link Memory} for threads that may block, each call a transaction of its own. Counts what it knew ({@code cssc.scan.memory}, by
 * {@code result}: {@code judged}, {@code packages}, {@code inherited}, {@code nothing}) and measures what it takes to remember ({@code cssc.scan.step},
 * {@code step=store}).
 */
@ApplicationScoped
public class OutcomeMemory {
    private static final Logger LOG = Logger.getLogger(OutcomeMemory.class);

    /** A longer report is not kept: it is held in memory while it is stored. */
    private static final long LONGEST_REPORT = 64L * 1024 * 1024;

    private final Transactions transactions;
    private final Memory memory;
    private final ReportStore reports;
    private final ReportConfig config;
    private final MeterRegistry meters;

    OutcomeMemory(
            Transactions transactions, Memory memory, ReportStore reports, ReportConfig config, MeterRegistry meters) {
        this.transactions = transactions;
        this.memory = memory;
        this.reports = reports;
        this.config = config;
        this.meters = meters;
    }

    /** How far the manifest is known. */
    public Remembered recall(Digest manifest, Knowledge knowledge) {
        Remembered known = transactions
                .await(tx -> memory.recall(tx, List.of(manifest), knowledge))
                .getOrDefault(manifest, new Remembered.Nothing());
        switch (known) {
            case Remembered.Judged judged -> count("judged");
            case Remembered.Packages packages -> count("packages");
            case Remembered.Nothing nothing -> {}
        }
        return known;
    }

    /** How far a manifest that nobody looked at is known by another one on its foundation. */
    public Remembered inherit(Digest manifest, Foundation foundation, Knowledge knowledge) {
        Remembered known = transactions.await(tx -> memory.inherit(tx, manifest, foundation, knowledge));
        if (!(known instanceof Remembered.Nothing)) {
            count("inherited");
        }
        return known;
    }

    void start(@Observes StartupEvent event) {
        List.of("judged", "packages", "inherited", "nothing").forEach(this::known);
        storing();
    }

    private void count(String result) {
        known(result).increment();
    }

    private Counter known(String result) {
        return Counter.builder("cssc.scan.memory")
                .description("How far a job's image was known")
                .tag("result", result)
                .register(meters);
    }

    private Timer storing() {
        return MeteredScanEngine.stepTimer(meters, "store");
    }

    /** Remembers what a scan found, and its report where the engine left one. */
    public void keep(ScanRequest request, Optional<Foundation> foundation, ScanOutcome outcome, String options) {
        count("nothing");
        Optional<String> report = report(request);
        stored(() -> transactions.await(tx -> memory.keep(tx, request.manifest(), foundation, outcome, options)
                .chain(() -> report.map(content -> reports.keep(
                                tx, request.manifest(), outcome.scanner().name(), content))
                        .orElseGet(() -> Uni.createFrom().voidItem()))));
    }

    /** Remembers what was found in that package set. */
    public void keep(long set, ScanOutcome.Scanned scan, String options) {
        stored(() ->
                transactions.await(tx -> memory.keep(tx, Map.of(set, scan), new Knowledge(scan.scanner(), options))));
    }

    private void stored(Runnable storing) {
        storing().record(storing);
    }

    private Optional<String> report(ScanRequest request) {
        if (config.keep().isZero() || !Files.isRegularFile(request.report())) {
            return Optional.empty();
        }
        try {
            if (Files.size(request.report()) > LONGEST_REPORT) {
                LOG.warnf(
                        "the report of %s is longer than %d bytes and is not kept",
                        request.reference(), LONGEST_REPORT);
                return Optional.empty();
            }
            return Optional.of(Compressed.file(request.report()));
        } catch (IOException e) {
            // The outcome is what counts; it was read from this very file.
            LOG.warnf("the report of %s could not be kept: %s", request.reference(), e.toString());
            return Optional.empty();
        }
    }
}
