package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.SharedCache;
import dev.cssc.scan.database.Staleness;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.InventoryMatcher;
import dev.cssc.scan.engine.ScanOutcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/** The real Trivy, as command line and as a server of our own, by a database that knows something of Debian 12. */
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivy#isUsable",
        disabledReason = "trivy, go, docker-registry or debootstrap is not installed, or this is not root")
class RealTrivyMatchingTest {

    @TempDir
    Path directory;

    private TrivyTools tools;
    private LocalKnowledge local;
    private TrivySbom commandLine;

    @BeforeEach
    void makeTools() {
        Path cache = directory.resolve("cache");
        AdvisoryDatabase.of(advisories()).writeTo(cache);
        tools = new TrivyTools(
                new ChildProcesses(),
                new WorkDirectories(directory),
                new TestTrivyConfig("trivy", cache, Duration.ofMinutes(2), 64 << 20),
                new Staleness(Duration.ofDays(36_500), Clock.systemUTC()));
        local = tools.knowledge(new SharedCache(cache, Optional.empty(), true));
        commandLine = new TrivySbom(tools.runner(), tools.directories(), tools.config(), local);
    }

    /** Something about every source package: in turn a fix, a vulnerability without one, and a fix that is installed already. */
    private static List<Advisory> advisories() {
        List<Advisory> advisories = new ArrayList<>();
        advisories.add(new Advisory("alpine 3.19", "busybox", "CVE-2099-1", Optional.of("1.36.1-r19"), Severity.HIGH));
        Inventories.debian().packages().stream()
                .map(InstalledPackage::sourceName)
                .distinct()
                .forEach(source -> {
                    String id = "CVE-2099-" + (100 + advisories.size());
                    Optional<String> fixed = List.of(Optional.of("99:1"), Optional.<String>empty(), Optional.of("0"))
                            .get(advisories.size() % 3);
                    advisories.add(new Advisory("debian 12", source, id, fixed, Severity.MEDIUM));
                });
        return advisories;
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

    /** By the kernel for want of memory, for example. Whoever asks just then is told to try again, and is not told that nothing was found. */
    @Test
    void serverThatIsKilledIsStartedAgainAndSaysTheSame() {
        Inventory inventory = Inventories.debian();
        try (ManagedServers servers = managed()) {
            TrivyMatcher matcher = TrivyMatcher.local(commandLine, servers);
            ScanOutcome.Scanned before = matcher.match(inventory);
            List<ProcessHandle> first = serverProcesses().toList();

            first.forEach(ProcessHandle::destroyForcibly);

            ScanOutcome.Scanned after = await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsMatching(e -> e instanceof FailureException failed
                            && failed.failure().reason() == ReasonCode.ENGINE_UNAVAILABLE)
                    .until(() -> matcher.match(inventory), outcome -> true);
            assertThat(after)
                    .usingRecursiveComparison()
                    .ignoringCollectionOrder()
                    .isEqualTo(before);
            assertThat(first).isNotEmpty();
            assertThat(serverProcesses()).isNotEmpty().doesNotContainAnyElementsOf(first);
        }
        assertThat(servers()).isZero();
    }

    /** Random sets of packages that the database knows, of two releases: each is judged as if it had been alone. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void setsThatAreJudgedTogetherAreJudgedAsEachAlone(long seed) {
        Random random = new Random(seed);
        List<Inventory> inventories = new ArrayList<>(List.of(Inventories.alpine(), Inventories.rocky()));
        List<InstalledPackage> known = Inventories.debian().packages();
        for (int i = 0; i < 8; i++) {
            List<InstalledPackage> some =
                    known.stream().filter(p -> random.nextInt(3) > 0).toList();
            inventories.add(new Inventory(Inventories.debian().os(), false, some));
        }
        try (ManagedServers servers = managed()) {
            InventoryMatcher.Matches matches =
                    TrivyMatcher.local(commandLine, servers).matchAll(inventories);

            // Of Rocky Linux this database has not heard: that nothing was found there says nothing.
            assertThat(matches.failures()).containsOnlyKeys(Inventories.rocky().digest());
            inventories.removeIf(inventory -> inventory.os().family().equals("rocky"));
            assertThat(inventories)
                    .allSatisfy(inventory -> assertThat(matches.outcomes().get(inventory.digest()))
                            .usingRecursiveComparison()
                            .ignoringCollectionOrder()
                            .isEqualTo(commandLine.match(inventory)));
            assertThat(matches.outcomes().get(inventories.getLast().digest()).fixable())
                    .isNotEmpty();
        }
    }

    /** The advisory is about a stream of a module, of which a server is not told: by a server nothing would be found. */
    @Test
    void modulesAndEpochsOfRpmReachTheCommandLineThoughThereIsAServer() {
        AdvisoryDatabase.of(List.of(
                        new Advisory(
                                "rocky 9",
                                "nodejs:18::nodejs",
                                "CVE-2099-9",
                                Optional.of("1:18.20.0-1.module+el9"),
                                Severity.HIGH),
                        new Advisory(
                                "rocky 9", "openssl-libs", "CVE-2099-8", Optional.of("1:3.0.7-99.el9"), Severity.LOW)))
                .writeTo(directory.resolve("cache"));
        Inventory rocky = Inventories.rocky();
        try (ManagedServers servers = managed()) {
            TrivyMatcher matcher = TrivyMatcher.local(commandLine, servers);

            for (ScanOutcome.Scanned outcome : List.of(
                    commandLine.match(rocky),
                    matcher.match(rocky),
                    Optional.ofNullable(
                                    matcher.matchAll(List.of(rocky)).outcomes().get(rocky.digest()))
                            .orElseThrow())) {
                assertThat(outcome.inventory().digest()).isEqualTo(rocky.digest());
                assertThat(outcome.fixable())
                        .extracting(PackageUpgrade::name, PackageUpgrade::fixed)
                        .containsExactlyInAnyOrder(
                                tuple("nodejs", "1:18.20.0-1.module+el9"), tuple("openssl-libs", "1:3.0.7-99.el9"));
            }
        }
    }

    @Test
    void ofRedHatsPackagesNobodyJudgesWithoutTheirImage() {
        Inventory redHat = new Inventory(
                new OperatingSystem("redhat", "9.4"), false, Inventories.rocky().packages());
        try (ManagedServers servers = managed()) {
            TrivyMatcher matcher = TrivyMatcher.local(commandLine, servers);

            assertThatThrownBy(() -> matcher.match(redHat))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure())
                                    .returns(ReasonCode.SCAN_INCONCLUSIVE, Failure::reason)
                                    .returns(false, Failure::retryable));
            InventoryMatcher.Matches matches = matcher.matchAll(List.of(redHat, Inventories.debian()));
            assertThat(matches.failures()).containsOnlyKeys(redHat.digest());
            assertThat(matches.outcomes()).containsOnlyKeys(Inventories.debian().digest());
        }
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
        return serverProcesses().count();
    }

    private static Stream<ProcessHandle> serverProcesses() {
        return ProcessHandle.current()
                .descendants()
                .filter(p ->
                        p.info().arguments().map(List::of).orElse(List.of()).contains("server"));
    }
}
