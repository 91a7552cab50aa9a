package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Real dnf and real zypper on a real repository: what of their behaviour the engine relies on. */
@EnabledIf(
        value = "dev.cssc.scan.engine.packagemanager.RpmDistribution#isPossible",
        disabledReason = "rpmbuild, createrepo_c, dnf or zypper is not installed, or this is not root")
class RealRpmToolsTest {

    @TempDir
    static Path directory;

    private static RpmDistribution distribution;

    @BeforeAll
    static void aDistribution() throws IOException {
        distribution = RpmDistribution.in(directory);
    }

    static Stream<RpmTool> tools() {
        return Stream.of(UpdateinfoTool.DNF, new ZypperTool());
    }

    @ParameterizedTest
    @MethodSource("tools")
    void securityUpdateIsFoundAndAnotherUpdateIsNot(RpmTool tool) throws IOException {
        RpmInspection inspection = distribution.inspection(tool.label(), tool, List.of(distribution.withAdvisories()));
        List<InstalledPackage> installed = inspection.installed();

        String database = inspection.refresh();

        assertThat(installed).extracting(InstalledPackage::name).containsExactlyInAnyOrder("curl", "tzdata");
        assertThat(inspection.pending(installed))
                .isEqualTo(new Inspection.Pending(
                        List.of(new PackageUpgrade(
                                "curl", "1.0-1", "1.0-2", List.of(new Vulnerability("CVE-2026-1", Severity.HIGH)))),
                        List.of()));
        assertThat(inspection.refresh()).isEqualTo(database).startsWith(tool.label() + "@sha256:");
        assertThat(inspection.installed()).as("nothing was installed").isEqualTo(installed);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void repositoryWithoutAdvisoriesGivesNoVerdict(RpmTool tool) throws IOException {
        assertFails(ReasonCode.SCAN_INCONCLUSIVE, tool, List.of(distribution.withoutAdvisories()), "-plain");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void imageWithoutRepositoriesGivesNoVerdict(RpmTool tool) throws IOException {
        assertFails(ReasonCode.SCAN_INCONCLUSIVE, tool, List.of(), "-none");
    }

    @ParameterizedTest
    @MethodSource("tools")
    void oneUnreachableRepositoryIsAFailureThoughItMayBeSkipped(RpmTool tool) throws IOException {
        assertFails(
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                tool,
                List.of(distribution.withAdvisories(), "http://127.0.0.1:9/gone\nskip_if_unavailable=True"),
                "-gone");
    }

    private static void assertFails(ReasonCode reason, RpmTool tool, List<String> repositories, String name)
            throws IOException {
        RpmInspection inspection = distribution.inspection(tool.label() + name, tool, repositories);

        assertThatThrownBy(inspection::refresh)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }
}
