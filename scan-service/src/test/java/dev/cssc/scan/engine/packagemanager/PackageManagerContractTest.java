package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.Buildah;
import dev.cssc.common.buildah.BuildahConfig;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.process.Executables;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.scan.endoflife.CalendarFile;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanEngine;
import dev.cssc.scan.engine.ScanEngineContract;
import dev.cssc.scan.engine.ScanOutcome;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The contract with real Buildah and real apt, and what only apt can get wrong. */
@EnabledIf(
        value = "dev.cssc.scan.engine.packagemanager.PackageManagerContractTest#buildahIsInstalled",
        disabledReason = "buildah, docker-registry or debootstrap is not installed, or this is not root")
class PackageManagerContractTest extends ScanEngineContract {

    static boolean buildahIsInstalled() {
        return Executables.find("buildah").isPresent() && exampleImageIsPossible();
    }

    @Override
    protected ScanEngine engine(RegistryAccess registries) {
        return new PackageManagerEngine(
                new Buildah(
                        new ChildProcesses(),
                        mapping(BuildahConfig.class),
                        new HttpRegistryClient(new Registries(List.of(
                                RegistrySettings.plain("test", registry()),
                                RegistrySettings.plain("nobody", unreachable())))),
                        new WorkDirectories(directory)),
                mapping(PackageManagerConfig.class),
                Clock.systemUTC(),
                CalendarFile.bundled());
    }

    @Test
    void oneUnreadableSourceIsAFailureAndNeverZeroFindings() {
        assertFails(
                ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE,
                "unreadable-source",
                image().plus(Layer.ofFiles(Map.of(
                        "etc/apt/sources.list.d/gone.list",
                        "deb [trusted=yes] http://127.0.0.1:9/debian gone main\n"))));
    }

    @Test
    void imageWithoutSecuritySuiteGivesNoVerdict() {
        assertFails(
                ReasonCode.SCAN_INCONCLUSIVE,
                "no-sources",
                image().plus(Layer.ofFiles(Map.of("etc/apt/sources.list", ""))));
    }

    @Test
    void distributionWithoutAKnownPackageManagerIsNotUnderstood() throws IOException {
        ImageBuild arch = ImageBuild.of(Layer.ofFiles(Map.of("etc/os-release", "ID=arch\n", "usr/bin/pacman", "p")));

        assertThat(scan("arch", arch))
                .isInstanceOfSatisfying(
                        ScanOutcome.NotUnderstood.class,
                        outcome -> assertThat(outcome.why()).contains("arch", "zypper", "trivy"));
    }

    private void assertFails(ReasonCode reason, String name, ImageBuild image) {
        assertThatThrownBy(() -> scan(name, image))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }

    private static <T> T mapping(Class<T> type) {
        return new SmallRyeConfigBuilder().withMapping(type).build().getConfigMapping(type);
    }
}
