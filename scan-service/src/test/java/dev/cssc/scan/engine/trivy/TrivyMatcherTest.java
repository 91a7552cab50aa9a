package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.SharedCache;
import dev.cssc.scan.database.Staleness;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who judges, and by whose knowledge, where the server is somebody else's. The program only tells its version, and how often it was asked. */
class TrivyMatcherTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-28T00:00:00Z"), ZoneOffset.UTC);
    private static final Staleness STALENESS = new Staleness(Duration.ofHours(48), CLOCK);

    @TempDir
    Path directory;

    private final ServerStandIn standIn = new ServerStandIn();
    private Path program;
    private Path asked;
    private Path cache;
    private LocalKnowledge local;
    private TrivySbom commandLine;

    @BeforeEach
    void makeProgram() throws IOException {
        cache = directory.resolve("cache");
        Files.createDirectories(cache.resolve("db"));
        made("2026-11-27T00:00:00Z");
        asked = directory.resolve("asked");
        program = directory.resolve("trivy");
        tells("0.74.0");
        TrivyTools tools = new TrivyTools(
                new ChildProcesses(),
                new WorkDirectories(directory.resolve("work")),
                new TestTrivyConfig(program.toString(), cache, Duration.ofSeconds(30), 1 << 20),
                STALENESS);
        local = tools.knowledge(new SharedCache(cache, Optional.empty(), true));
        commandLine = new TrivySbom(tools.runner(), tools.directories(), tools.config(), local);
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    private void made(String updated) throws IOException {
        Files.writeString(cache.resolve("db/metadata.json"), "{\"Version\":2,\"UpdatedAt\":\"%s\"}".formatted(updated));
    }

    private void tells(String version) throws IOException {
        Files.writeString(
                program, "#!/bin/sh\necho x >> '%s'\necho '{\"Version\":\"%s\"}'\n".formatted(asked, version));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private TrivyMatcher external() {
        return TrivyMatcher.external(
                commandLine,
                new ExternalServer(
                        new TrivyRpc(
                                standIn.url(), () -> Optional.of(ServerStandIn.TOKEN), 1 << 20, Duration.ofSeconds(30)),
                        STALENESS,
                        2,
                        1_000));
    }

    @Test
    void theVersionIsAskedForOnceAndAgainWhereTheProgramIsAnother() throws IOException {
        assertThat(local.now()).contains(new Scanner("trivy", "0.74.0", "trivy-db:2@2026-11-27T00:00:00Z"));
        local.now();
        assertThat(asked).content().hasLineCount(1);

        tells("0.75.0");
        Files.setLastModifiedTime(program, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
        assertThat(local.now().orElseThrow().version()).isEqualTo("0.75.0");
        assertThat(asked).content().hasLineCount(2);
    }

    @Test
    void knowledgeByAnOldDatabaseIsStaleAndWithoutOneThereIsNone() throws IOException {
        made("2026-11-20T00:00:00Z");
        assertThat(local.now().orElseThrow().stale()).contains(true);

        Files.delete(cache.resolve("db/metadata.json"));
        assertThat(local.now()).isEmpty();
    }

    @Test
    void withAServerOfSomebodyElsesKnowledgeIsThatOfBothTogether() throws IOException {
        TrivyMatcher matcher = external();

        Scanner before = matcher.knowledge();
        assertThat(before)
                .isEqualTo(new Scanner(
                        "trivy",
                        "dev and 0.74.0",
                        "trivy-db:2@2026-11-27T06:00:00Z and trivy-db:2@2026-11-27T00:00:00Z"));
        assertThat(matcher.match(Inventories.debian()).scanner()).isEqualTo(before);

        standIn.hasDatabaseOf("2026-11-27T12:00:00Z");
        assertThat(matcher.match(Inventories.debian()).scanner())
                .isEqualTo(matcher.knowledge())
                .isNotEqualTo(before);
    }

    @Test
    void theServersVerdictCountsFromTheFirstScanOnButForDistributionsWithModules() {
        TrivyMatcher matcher = external();
        Scanner mine = local.now().orElseThrow();

        ScanOutcome debian = matcher.afterScan(clean(Inventories.debian(), mine));
        ScanOutcome rocky = matcher.afterScan(new ScanOutcome.Scanned(
                Inventories.rocky(),
                List.of(),
                List.of(new UnfixedFinding("nodejs", "1:18.12.1-1", Optional.of("CVE-1"), Severity.LOW)),
                mine));

        assertThat(((ScanOutcome.Scanned) debian).fixable()).isNotEmpty();
        assertThat(((ScanOutcome.Scanned) rocky).fixable()).isEmpty();
        assertThat(List.of(debian.scanner(), rocky.scanner())).containsOnly(matcher.knowledge());
    }

    @Test
    void whereTheServerDoesNotAnswerNobodyElseJudges() {
        TrivyMatcher matcher = external();
        Scanner mine = local.now().orElseThrow();
        standIn.close();

        assertThatThrownBy(() -> matcher.afterScan(clean(Inventories.debian(), mine)))
                .isInstanceOf(FailureException.class);
        assertThat(matcher.missing()).isPresent();
    }

    private static ScanOutcome clean(Inventory inventory, Scanner scanner) {
        return new ScanOutcome.Scanned(inventory, List.of(), List.of(), scanner);
    }
}
