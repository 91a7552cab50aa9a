package dev.cssc.scan.service;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.job.WorkerPool;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.MeteredScanEngine;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.inventory.OutcomeMemory;
import dev.cssc.scan.inventory.RememberingScanEngine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTestProfile;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for an engine: knows by heart what is installed in which image, and by its database which packages have which fix. */
public final class AdvisoryEngine implements ScanEngine {

    private final Map<Digest, Inventory> installed = new ConcurrentHashMap<>();
    private final AtomicInteger scans = new AtomicInteger();
    private final AtomicInteger matches = new AtomicInteger();
    private volatile Optional<Database> database = Optional.empty();
    private volatile Runnable atEachMatch = () -> {};
    private volatile Runnable atEachScan = () -> {};
    private volatile Runnable afterEachScan = () -> {};

    /** Which vulnerability is fixed in version 2 of which package, and how bad it is. */
    private record Database(String identity, Map<String, Vulnerability> advisories) {}

    /** Installs a database. */
    public void know(String identity, Map<String, Vulnerability> advisories) {
        database = Optional.of(new Database(identity, Map.copyOf(advisories)));
    }

    /** A severe vulnerability. */
    public static Vulnerability severe(String id) {
        return new Vulnerability(id, Severity.HIGH);
    }

    /** Says what the image has: these packages, all in version 1. */
    public void install(Digest manifest, String... names) {
        installed.put(manifest, inventory(names));
    }

    /** These packages, all in version 1. */
    public static Inventory inventory(String... names) {
        return new Inventory(
                new OperatingSystem("debian", "12.15"),
                false,
                Set.of(names).stream()
                        .map(name -> new InstalledPackage(name, "1", "amd64", name, "1"))
                        .toList());
    }

    /** Has something happen at each match from now on. */
    public void atEachMatch(Runnable action) {
        atEachMatch = action;
    }

    /** Has something happen at each scan from now on. */
    public void atEachScan(Runnable action) {
        atEachScan = action;
    }

    /** Has something happen after each scan from now on, when its outcome is certain. */
    public void afterEachScan(Runnable action) {
        afterEachScan = action;
    }

    /** How many scans there were. */
    public int scans() {
        return scans.get();
    }

    /** How many package sets were matched. */
    public int matches() {
        return matches.get();
    }

    @Override
    public String name() {
        return "advisory";
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public ScanOutcome scan(ScanRequest request) {
        scans.incrementAndGet();
        atEachScan.run();
        Inventory inventory = installed.get(request.manifest());
        ScanOutcome outcome = inventory == null
                ? new ScanOutcome.NotUnderstood("no distribution was found in the image", scanner())
                : judge(inventory);
        afterEachScan.run();
        return outcome;
    }

    @Override
    public Optional<Scanner> knowledge() {
        return database.map(known -> scanner());
    }

    @Override
    public Optional<InventoryMatcher> matcher() {
        return database.map(known -> new Matcher());
    }

    private final class Matcher implements InventoryMatcher {
        @Override
        public Scanner knowledge() {
            return scanner();
        }

        @Override
        public ScanOutcome.Scanned match(Inventory inventory) {
            atEachMatch.run();
            matches.incrementAndGet();
            return judge(inventory);
        }
    }

    private ScanOutcome.Scanned judge(Inventory inventory) {
        Map<String, Vulnerability> advisories = known().advisories();
        List<PackageUpgrade> fixable = inventory.packages().stream()
                .filter(installed -> advisories.containsKey(installed.name()))
                .map(installed -> new PackageUpgrade(
                        installed.name(), installed.version(), "2", List.of(advisories.get(installed.name()))))
                .toList();
        return new ScanOutcome.Scanned(inventory, fixable, List.of(), scanner());
    }

    private Scanner scanner() {
        return new Scanner(name(), "1", known().identity());
    }

    private Database known() {
        return database.orElseThrow(() -> Failure.of(ReasonCode.DATABASE_UNAVAILABLE, "no database was installed")
                .toException());
    }

    /** Puts it where the chosen engine is, with all that is put around that; workers are driven by hand. */
    public static final class Profile implements QuarkusTestProfile {
        @Override
        public Set<Class<?>> getEnabledAlternatives() {
            return Set.of(Choice.class);
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "cssc.worker.enabled",
                    "false",
                    "cssc.scan.advisory.every",
                    "24h",
                    "cssc.scan.advisory.tell-every",
                    "24h",
                    "cssc.worker.backoff",
                    "0s");
        }
    }

    /** Makes it the engine. */
    @Alternative
    @ApplicationScoped
    static class Choice {
        @Produces
        @Singleton
        @Typed(AdvisoryEngine.class)
        AdvisoryEngine advisories() {
            return new AdvisoryEngine();
        }

        @Produces
        @ApplicationScoped
        ScanEngine engine(
                AdvisoryEngine engine, OutcomeMemory memory, WorkerPool workers, MeterRegistry meters, Clock clock) {
            return new RememberingScanEngine(
                    new MeteredScanEngine(engine, meters),
                    memory,
                    (request, sources) -> Optional.empty(),
                    workers.turns(),
                    clock);
        }
    }
}
