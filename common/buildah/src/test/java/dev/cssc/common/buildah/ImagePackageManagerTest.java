package dev.cssc.common.buildah;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ImagePackageManagerTest {

    @TempDir
    Path root;

    /** The programs of images as they are published. */
    @ParameterizedTest
    @CsvSource({
        "debian, usr/bin/apt-get, APT",
        "alpine, sbin/apk, APK",
        "leap, usr/bin/zypper usr/bin/rpm, ZYPPER",
        "tumbleweed, usr/bin/zypper usr/bin/dnf usr/bin/dnf5 usr/bin/rpm, ZYPPER",
        "rocky, usr/bin/dnf usr/bin/dnf-3 usr/bin/yum usr/bin/rpm, DNF4",
        "fedora, usr/bin/dnf usr/bin/dnf5 usr/bin/yum usr/bin/rpm, DNF5",
        "ubi-minimal, usr/bin/microdnf usr/bin/rpm, MICRODNF",
        "photon, usr/bin/tdnf usr/bin/yum usr/bin/rpm, TDNF",
        "amazon2, usr/bin/yum usr/bin/rpm, YUM"
    })
    void packageManagerOfTheDistributionIsChosen(String image, String programs, ImagePackageManager manager)
            throws IOException {
        assertThat(ImagePackageManager.of(image(image, programs))).contains(manager);
    }

    @ParameterizedTest
    @CsvSource({"without-rpm, usr/bin/tdnf", "distroless, usr/bin/openssl", "arch, usr/bin/pacman"})
    void imageWithoutOneThatCouldBeAskedHasNone(String image, String programs) throws IOException {
        assertThat(ImagePackageManager.of(image(image, programs))).isEmpty();
    }

    @Test
    void everyOneIsNamedOnce() {
        assertThat(ImagePackageManager.labels()).isEqualTo("apt, apk, zypper, dnf, dnf5, tdnf, microdnf, yum");
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
