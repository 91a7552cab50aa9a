package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.buildah.RootFilesystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class PackageToolTest {

    @TempDir
    Path root;

    /** The programs of images as they are published. */
    @ParameterizedTest
    @CsvSource({
        "debian, usr/bin/apt-get, apt",
        "alpine, sbin/apk, apk",
        "leap, usr/bin/zypper usr/bin/rpm, zypper",
        "rocky, usr/bin/dnf usr/bin/dnf-3 usr/bin/yum usr/bin/rpm, dnf",
        "fedora, usr/bin/dnf usr/bin/dnf5 usr/bin/yum usr/bin/rpm, dnf5",
        "ubi-minimal, usr/bin/microdnf usr/bin/rpm, microdnf",
        "photon, usr/bin/tdnf usr/bin/yum usr/bin/rpm, tdnf",
        "amazon2, usr/bin/yum usr/bin/rpm, yum"
    })
    void packageManagerOfTheDistributionIsChosen(String image, String programs, String label) throws IOException {
        assertThat(PackageTool.of(image(image, programs)))
                .hasValueSatisfying(tool -> assertThat(tool.label()).isEqualTo(label));
    }

    @Test
    void packageManagerWhosePackagesNobodyCouldListIsNone() throws IOException {
        assertThat(PackageTool.of(image("without-rpm", "usr/bin/tdnf"))).isEmpty();
    }

    @Test
    void imageWithoutPackageManagerHasNone() {
        assertThat(PackageTool.of(new RootFilesystem(root))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rhel, Red Hat Enterprise Linux, redhat",
        "centos, CentOS Linux, centos",
        "centos, CentOS Stream, centos-stream",
        "almalinux, AlmaLinux, alma",
        "amzn, Amazon Linux, amazon",
        "opensuse-leap, openSUSE Leap, opensuse-leap",
        "debian, Debian GNU/Linux, debian"
    })
    void distributionIsNamedAsTrivyNamesIt(String id, String name, String family) {
        assertThat(DistributionName.of(id, name)).isEqualTo(family);
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
