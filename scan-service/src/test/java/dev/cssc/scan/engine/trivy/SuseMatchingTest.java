package dev.cssc.scan.engine.trivy;

import dev.cssc.common.embedded.trivy.Advisory;
import dev.cssc.common.embedded.trivy.AdvisoryDatabase;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.SharedCache;
import dev.cssc.scan.database.Staleness;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Stored package lists of SUSE's distributions, which bear other names in package URLs, judged by the real Trivy. */
@EnabledIf(
        value = "dev.cssc.scan.engine.trivy.RealTrivy#isUsable",
        disabledReason = "trivy, go, docker-registry or debootstrap is not installed, or this is not root")
class SuseMatchingTest {

    private static final String INSTALLED = "8.6.0-150600.4.3.1";
    private static final String FIXED = "8.6.0-150600.4.12.1";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "sles, 15.7, SUSE Linux Enterprise 15.7",
        "slem, 5.5, SUSE Linux Enterprise Micro 5.5",
        "opensuse-leap, 16.0, openSUSE Leap 16.0",
        "opensuse-tumbleweed, 20260101, openSUSE Tumbleweed"
    })
    void packagesOfSuseAreMatchedWithItsAdvisories(String family, String release, String inDatabase) {
        Path cache = directory.resolve("cache");
        AdvisoryDatabase.of(List.of(
                        new Advisory(inDatabase, "curl", "SUSE-SU-2026:0001-1", Optional.of(FIXED), Severity.HIGH)))
                .writeTo(cache);
        TrivyTools tools = new TrivyTools(
                new ChildProcesses(),
                new WorkDirectories(directory),
                RealTrivy.config(cache, Map.of("skip-db-update", "true", "timeout", "PT2M")),
                new Staleness(Duration.ofDays(1), Clock.systemUTC()));
        TrivySbom commandLine = new TrivySbom(
                tools.runner(),
                tools.directories(),
                tools.config(),
                tools.knowledge(new SharedCache(cache, Optional.empty(), true)));
        Inventory inventory = new Inventory(
                new OperatingSystem(family, release),
                false,
                List.of(new InstalledPackage("curl", INSTALLED, "x86_64", "curl", INSTALLED)));

        assertThat(commandLine.match(inventory).fixable())
                .containsExactly(new PackageUpgrade(
                        "curl", INSTALLED, FIXED, List.of(new Vulnerability("SUSE-SU-2026:0001-1", Severity.HIGH))));
    }
}
