package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.Severity;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.scan.database.DatabaseConfig;
import dev.cssc.scan.database.DatabaseMirror;
import dev.cssc.scan.database.Databases;
import dev.cssc.scan.database.Staleness;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Real databases in a real registry, mirrored, and a real Trivy that judges by them: the whole of a refresh. */
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivy#isUsable",
        disabledReason = "trivy, go, docker-registry or debootstrap is not installed, or this is not root")
class MirroredTrivyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void aNewAdvisoryIsKnownToTheNextServerWhileTheOldOneIsStillAsked() {
        AdvisoryDatabase first =
                AdvisoryDatabase.of(List.of(Advisory.fixed("pcre2", "CVE-2099-0001", "10.42-1+deb12u9", Severity.LOW)));
        TrivyTools tools = new TrivyTools(
                new ChildProcesses(),
                new WorkDirectories(directory.resolve("work")),
                RealTrivy.config(directory.resolve("unused"), Map.of()),
                new Staleness(Duration.ofHours(48), Clock.systemUTC()));
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("registry"))) {
            String digest = first.push(registry.host(), "aquasec/trivy-db", "2");
            try (DatabaseMirror mirror = mirror(registry, tools)) {
                mirror.start();
                await().atMost(PATIENCE)
                        .until(() -> mirror.databases().current().isPresent());
                LocalKnowledge local = tools.knowledge(mirror.databases());
                assertThat(local.now().orElseThrow().database()).isEqualTo("trivy-db@" + digest);
                try (ManagedServers servers = new ManagedServers(
                        tools.runner(), tools.directories(), tools.config(), new TestServerConfig(), local)) {
                    TrivyMatcher matcher = TrivyMatcher.local(
                            new TrivySbom(tools.runner(), tools.directories(), tools.config(), local), servers);
                    assertThat(matcher.match(Inventories.debian()).fixable()).hasSize(1);
                    Servers.Asked old = servers.ask().orElseThrow();

                    first.plus(Advisory.fixed("util-linux", "CVE-2099-0002", "2.38.1-5+deb12u9", Severity.HIGH))
                            .push(registry.host(), "aquasec/trivy-db", "2");
                    mirror.wake(false);
                    await().atMost(PATIENCE)
                            .until(() -> !local.now().orElseThrow().database().equals("trivy-db@" + digest));

                    assertThat(matcher.match(Inventories.debian()).fixable()).hasSizeGreaterThan(1);
                    // Asked for before, it goes on answering by what it knows.
                    assertThat(old.server().match(Inventories.debian()).fixable())
                            .hasSize(1);
                    old.close();
                    assertThat(servers()).isEqualTo(1);
                }
                assertThat(servers()).isZero();
                try (Databases.Held held = mirror.databases().hold()) {
                    assertThat(held.cacheDirectory().getParent().toFile().listFiles(f -> f.isDirectory()))
                            .hasSize(1);
                }
            }
        }
    }

    private static long servers() {
        return ProcessHandle.current()
                .descendants()
                .filter(p ->
                        p.info().arguments().map(List::of).orElse(List.of()).contains("server"))
                .count();
    }

    private DatabaseMirror mirror(EmbeddedRegistry registry, TrivyTools tools) {
        return DatabaseMirror.of(
                registry.host() + "/aquasec/trivy-db",
                directory.resolve("databases"),
                new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("local", registry.host())))),
                new TrivyProbe(tools),
                new SmallRyeConfigBuilder()
                        .withMapping(DatabaseConfig.class)
                        .build()
                        .getConfigMapping(DatabaseConfig.class),
                Clock.systemUTC());
    }
}
