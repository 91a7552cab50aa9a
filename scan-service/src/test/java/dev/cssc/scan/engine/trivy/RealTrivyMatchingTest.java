package dev.cssc.scan.engine.trivy;

import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.SharedCache;
import dev.cssc.scan.database.Staleness;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.ScanOutcome;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** The real Trivy, as command line and as a server of our own, by a database that knows something of Debian 12. */
@EnabledIfEnvironmentVariable(
        named = "CSSC_TEST_TRIVY_CACHE",
        matches = ".+",
        disabledReason = "CSSC_TEST_TRIVY_CACHE names no Trivy cache with a database")
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivyMatchingTest#trivyIsInstalled",
        disabledReason = "trivy is not installed")
class RealTrivyMatchingTest {

    private static final Logger LOG = Logger.getLogger(RealTrivyMatchingTest.class);

    @TempDir
    Path directory;

    private TrivyTools tools;
    private LocalKnowledge local;
    private TrivySbom commandLine;

    static boolean trivyIsInstalled() {
        return Executables.find("trivy").isPresent();
    }

    @BeforeEach
    void makeTools() {
        Path cache = Path.of(System.getenv("CSSC_TEST_TRIVY_CACHE"));
        tools = new TrivyTools(
                new ChildProcesses(),
                new WorkDirectories(directory),
                new TestTrivyConfig("trivy", cache, Duration.ofMinutes(2), 64 << 20),
                new Staleness(Duration.ofDays(36_500), Clock.systemUTC()));
        local = tools.knowledge(new SharedCache(cache, Optional.empty(), true));
        commandLine = new TrivySbom(tools.runner(), tools.directories(), tools.config(), local);
    }

    @Test
    void serverAndCommandLineSayTheSame() {
        Inventory inventory = Inventories.debian();
        try (ManagedServers servers = managed()) {
            TrivyMatcher byServer = TrivyMatcher.local(commandLine, servers);

            ScanOutcome.Scanned outcome = byServer.match(inventory);

            assertThat(outcome.fixable()).isNotEmpty();
            assertThat(outcome)
                    .usingRecursiveComparison()
                    .ignoringCollectionOrder()
                    .isEqualTo(commandLine.match(inventory));
            assertThat(outcome.inventory().digest()).isEqualTo(inventory.digest());
            assertThat(outcome.scanner()).isEqualTo(byServer.knowledge());
        }
    }

    @Test
    void theSecondServerIsAnotherProcessAndTheFirstIsGone() {
        long before = servers();
        try (ManagedServers servers = managed()) {
            TrivyMatcher.local(commandLine, servers).match(Inventories.debian());
            assertThat(servers()).isEqualTo(before + 1);
        }
        assertThat(servers()).isEqualTo(before);
    }

    @Test
    void aServerGetsThroughMoreInventoriesThanTheCommandLine() {
        List<Inventory> inventories = IntStream.range(0, Integer.getInteger("cssc.test.sets", 50))
                .mapToObj(i -> Inventories.debianWith("own-" + i))
                .toList();
        try (ManagedServers servers = managed()) {
            TrivyMatcher byServer = TrivyMatcher.local(commandLine, servers);
            byServer.match(Inventories.debian());

            double server = perSecond(byServer, inventories);
            double alone = perSecond(commandLine, inventories.subList(0, 5));

            LOG.infof("package sets a second: %.0f by the server, %.1f by the command line", server, alone);
            assertThat(server).isGreaterThan(alone);
        }
    }

    private static double perSecond(InventoryMatcher matcher, List<Inventory> inventories) {
        long start = System.nanoTime();
        inventories.forEach(matcher::match);
        return inventories.size() * 1e9 / (System.nanoTime() - start);
    }

    @Test
    void modulesAndEpochsOfRpmReachTheCommandLine() {
        ScanOutcome.Scanned outcome = commandLine.match(Inventories.rocky());

        assertThat(outcome.inventory().packages()).hasSize(3);
        assertThat(outcome.inventory().digest()).isEqualTo(Inventories.rocky().digest());
        assertThat(outcome.fixable()).allSatisfy(u -> assertThat(u.fixed()).startsWith("1:"));
    }

    @Test
    void alpineIsJudgedByItsSourcePackages() {
        try (ManagedServers servers = managed()) {
            ScanOutcome.Scanned outcome =
                    TrivyMatcher.local(commandLine, servers).match(Inventories.alpine());

            assertThat(outcome)
                    .usingRecursiveComparison()
                    .ignoringCollectionOrder()
                    .isEqualTo(commandLine.match(Inventories.alpine()));
        }
    }

    private ManagedServers managed() {
        return new ManagedServers(tools.runner(), tools.directories(), tools.config(), new TestServerConfig(), local);
    }

    private static long servers() {
        return ProcessHandle.current()
                .descendants()
                .filter(p ->
                        p.info().arguments().map(List::of).orElse(List.of()).contains("server"))
                .count();
    }
}
