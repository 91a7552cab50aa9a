package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.InstalledPackage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** apk after its documentation and source: no run of it is recorded here. */
class ApkTest {

    private static final List<String> UPDATE = List.of("apk", "--no-progress", "update");
    private static final List<String> SIMULATE =
            List.of("apk", "--no-progress", "upgrade", "--simulate", "--no-self-upgrade");

    @TempDir
    Path directory;

    private ReplayedPrograms apk;
    private Path root;

    @BeforeEach
    void makeDirectories() throws IOException {
        apk = new ReplayedPrograms(Files.createDirectory(directory.resolve("cache")));
        root = Files.createDirectories(directory.resolve("root"));
        Files.createDirectories(root.resolve("lib/apk/db"));
        Files.writeString(root.resolve("lib/apk/db/installed"), Fixtures.text("apk-documented-installed"));
    }

    @Test
    void installedPackagesAreReadFromItsDatabase() {
        assertThat(inspection().installed())
                .containsExactly(
                        new InstalledPackage("musl", "1.2.4_git20230717-r4", "x86_64", "musl", "1.2.4_git20230717-r4"),
                        new InstalledPackage("busybox", "1.36.1-r15", "x86_64", "busybox", "1.36.1-r15"),
                        new InstalledPackage("ssl_client", "1.36.1-r15", "x86_64", "busybox", "1.36.1-r15"));
    }

    @Test
    void everyPendingUpdateIsAFixWithoutIds() {
        apk.on(UPDATE, "apk-documented-update")
                .on(SIMULATE, "apk-documented-upgrade-simulate")
                .fetching("APKINDEX.066df28d.tar.gz", "an index");
        Inspection inspection = inspection();

        assertThat(inspection.refresh()).startsWith("apk@sha256:");
        assertThat(inspection.pending(inspection.installed()).fixable())
                .containsExactly(
                        new PackageUpgrade("musl", "1.2.4_git20230717-r4", "1.2.4_git20230717-r5", List.of()),
                        new PackageUpgrade("busybox", "1.36.1-r15", "1.36.1-r20", List.of()),
                        new PackageUpgrade("apk-tools", "2.14.0-r5", "2.14.4-r0", List.of()));
    }

    @Test
    void identityChangesWithAnyIndex() {
        apk.on(UPDATE, "apk-documented-update").fetching("APKINDEX.066df28d.tar.gz", "an index");
        String before = inspection().refresh();

        apk.fetching("APKINDEX.066df28d.tar.gz", "a newer index");

        assertThat(inspection().refresh()).isNotEqualTo(before);
    }

    @Test
    void unreachableRepositoryIsAFailureAndNeverZeroFindings() {
        apk.on(UPDATE, "apk-documented-unreachable-update").fetching("APKINDEX.066df28d.tar.gz", "an index");

        assertFails(ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE);
    }

    @Test
    void imageWithoutRepositoriesGivesNoVerdict() {
        apk.on(UPDATE, "apk-documented-update");

        assertFails(ReasonCode.SCAN_INCONCLUSIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR: https://dl-cdn.alpinelinux.org/alpine/v3.8/main: temporary error (try again later)",
                "WARNING: Ignoring https://dl-cdn.alpinelinux.org/alpine/v3.8/main/x86_64/APKINDEX.tar.gz: No such file",
                "2 unavailable, 0 stale; 18 distinct packages available",
                "0 unavailable, 1 stale; 18 distinct packages available"
            })
    void everyWayToSkipARepositoryIsRecognised(String line) {
        assertThat(ApkUpgrade.repositoryWasSkipped("fetch x\n" + line)).isTrue();
    }

    @Test
    void simulationThatStopsHalfwayIsNotWhole() {
        assertThat(ApkUpgrade.isWhole("(1/2) Upgrading musl (1-r0 -> 1-r1)\n")).isFalse();
    }

    private Inspection inspection() {
        return new ApkInspection(apk.image(ApkInspection.SCRATCH, new RootFilesystem(root)));
    }

    private void assertFails(ReasonCode reason) {
        assertThatThrownBy(() -> inspection().refresh())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }
}
