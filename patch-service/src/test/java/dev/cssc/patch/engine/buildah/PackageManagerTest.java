package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.RootFilesystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PackageManagerTest {
    static final List<PackageManager> KNOWN = PackageManager.KNOWN;

    @TempDir
    Path root;

    /** The programs of images as they are published. */
    @ParameterizedTest
    @CsvSource({
        "debian, usr/bin/apt-get, apt",
        "alpine, sbin/apk, apk",
        "rocky, usr/bin/dnf usr/bin/dnf-3 usr/bin/yum usr/bin/rpm, dnf",
        "fedora, usr/bin/dnf usr/bin/dnf5 usr/bin/yum usr/bin/rpm, dnf5",
        "ubi-minimal, usr/bin/microdnf usr/bin/rpm, microdnf",
        "photon, usr/bin/tdnf usr/bin/yum usr/bin/rpm, tdnf"
    })
    void packageManagerOfTheDistributionIsChosen(String image, String programs, String label) throws IOException {
        assertThat(PackageManager.of(image(image, programs)))
                .hasValueSatisfying(manager -> assertThat(manager.label()).isEqualTo(label));
    }

    @ParameterizedTest
    @CsvSource({"without-rpm, usr/bin/tdnf", "distroless, usr/bin/openssl", "leap, usr/bin/zypper usr/bin/rpm"})
    void imageWithoutOneThatCouldBeAskedHasNone(String image, String programs) throws IOException {
        assertThat(PackageManager.of(image(image, programs))).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("KNOWN")
    void whatWouldBeTakenForSomethingElseIsNoName(PackageManager manager) {
        assertThat(List.of(
                        "", "-y", "--root=/", "@core", "*", "a*", "curl=1", "curl>1", "a b", "a/b", "/etc/x", "curl\n"))
                .noneMatch(manager::isName);
        assertThat(List.of("curl", "libstdc++", "python3.11", "xz-libs", "libssl3"))
                .allMatch(manager::isName);
    }

    @ParameterizedTest
    @FieldSource("KNOWN")
    void namesStandBehindEverythingElse(PackageManager manager) {
        assertThat(manager.upgrade(List.of("curl", "tar"))).endsWith("curl", "tar");
    }

    @ParameterizedTest
    @FieldSource("KNOWN")
    void onlySuccessIsSuccess(PackageManager manager) {
        assertThat(List.of(1, 4, 5, 8, 104, 106, 107, 127, 243)).noneMatch(manager::upgraded);
        assertThat(manager.upgraded(0)).isTrue();
        assertThat(manager.incomplete(new Said(1, "", ""))).isTrue();
        assertThat(manager.incomplete(new Said(0, "", ""))).isFalse();
    }

    @Test
    void everyOneIsNamedOnce() {
        assertThat(PackageManager.labels()).isEqualTo("apt, apk, dnf, dnf5, tdnf, microdnf");
    }

    private RootFilesystem image(String name, String programs) throws IOException {
        Path files = Files.createDirectory(root.resolve(name));
        for (String program : programs.split(" ", -1)) {
            Files.createDirectories(files.resolve(program).getParent());
            Files.writeString(files.resolve(program), "a program");
        }
        return new RootFilesystem(files);
    }
}
