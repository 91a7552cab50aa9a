package dev.cssc.scan.engine;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.trace.Traces;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Measures what scanning and matching take: {@code cssc.scan.step}, by {@code step}, {@code scan} or {@code match}; each is a span of the job's
 * trace as well.
 */
public final class MeteredScanEngine implements ScanEngine {

    private static final String SCAN = "scan";
    private static final String MATCH = "match";

    private final ScanEngine engine;
    private final MeterRegistry meters;

    public MeteredScanEngine(ScanEngine engine, MeterRegistry meters) {
        this.engine = engine;
        this.meters = meters;
        steps(SCAN);
        steps(MATCH);
    }

    @Override
    public String name() {
        return engine.name();
    }

    @Override
    public void close() {
        engine.close();
    }

    @Override
    public Optional<String> missing() {
        return engine.missing();
    }

    @Override
    public Optional<Scanner> knowledge() {
        return engine.knowledge();
    }

    @Override
    public String options() {
        return engine.options();
    }

    @Override
    public Optional<PackageSources> sources() {
        return engine.sources();
    }

    @Override
    public ScanOutcome scan(ScanRequest request) {
        return measured(SCAN, () -> engine.scan(request));
    }

    @Override
    public Optional<InventoryMatcher> matcher() {
        return engine.matcher().map(Measured::new);
    }

    private <T extends ScanOutcome> T measured(String step, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return Traces.current().step(step, work);
        } finally {
            record(step, System.nanoTime() - start);
        }
    }

    private void record(String step, long nanoseconds) {
        steps(step).record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    private Timer steps(String step) {
        return stepTimer(meters, step);
    }

    /** The times of one step, of which storing is another one. */
    public static Timer stepTimer(MeterRegistry meters, String step) {
        return Timer.builder("cssc.scan.step")
                .description("What scanning, matching packages and storing take")
                .tag("step", step)
                .register(meters);
    }

    private final class Measured implements InventoryMatcher {
        private final InventoryMatcher matcher;

        private Measured(InventoryMatcher matcher) {
            this.matcher = matcher;
        }

        @Override
        public Scanner knowledge() {
            return matcher.knowledge();
        }

        @Override
        public ScanOutcome.Scanned match(Inventory inventory) {
            return measured(MATCH, () -> matcher.match(inventory));
        }

        /** Each of them took its part of the time. */
        @Override
        public Matches matchAll(Collection<Inventory> inventories) {
            long start = System.nanoTime();
            try {
                return Traces.current().step(MATCH, () -> matcher.matchAll(inventories));
            } finally {
                long each = (System.nanoTime() - start) / Math.max(1, inventories.size());
                inventories.forEach(inventory -> record(MATCH, each));
            }
        }
    }
}
