package dev.cssc.scan.engine.packagemanager;

import dev.cssc.scan.engine.InstalledPackage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class RpmListingTest {

    @Test
    void realDatabaseIsRead() {
        assertThat(RpmListing.parse(Fixtures.text("rpm-qa.stdout")))
                .hasSize(8)
                .contains(
                        new InstalledPackage(
                                "openssl-libs", "1:3.0.7-16.el9", "noarch", "openssl-libs", "1:3.0.7-16.el9"),
                        new InstalledPackage(
                                "python3-libxml2", "2.9.13-5.el9", "x86_64", "python3-libxml2", "2.9.13-5.el9"));
    }

    @Test
    void sourcePackageAndModuleAreRead() {
        assertThat(RpmListing.parse("npm\t1\t10.2.4\t1.el9\tx86_64\tnodejs-20.11.0-1.el9.src.rpm\tnodejs:20:9:rhel9\n"))
                .containsExactly(new InstalledPackage(
                        "npm",
                        "1:10.2.4-1.el9",
                        "x86_64",
                        "nodejs",
                        "1:20.11.0-1.el9",
                        Optional.of("nodejs:20:9:rhel9"),
                        Optional.empty()));
    }

    @Test
    void keysAreNoPackages() {
        assertThat(RpmListing.parse("gpg-pubkey\t(none)\t5a6340b3\t6229229e\t(none)\t(none)\t(none)\n"))
                .isEmpty();
    }

    @Test
    void rpmBeforeModulesIsNotAskedForThem() {
        assertThat(String.join(" ", RpmListing.command(false))).doesNotContain("MODULARITYLABEL");
        assertThat(String.join(" ", RpmListing.command(true))).contains("MODULARITYLABEL");
    }

    @ParameterizedTest
    @CsvSource({
        "openssl-libs-1:3.0.7-27.el9.noarch, openssl-libs, 1:3.0.7-27.el9, noarch",
        "curl-0:7.76.1-29.el9_4.1.x86_64, curl, 7.76.1-29.el9_4.1, x86_64",
        "java-1.8.0-openjdk-1:1.8.0.402.b06-2.el9.x86_64, java-1.8.0-openjdk, 1:1.8.0.402.b06-2.el9, x86_64",
        "curl-8.1.2-1.ph5.x86_64.rpm, curl, 8.1.2-1.ph5, x86_64"
    })
    void nameWithVersionIsTakenApart(String text, String name, String version, String architecture) {
        assertThat(RpmPackageName.parse(text)).contains(new RpmPackageName(name, version, architecture));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "curl", "curl-7", "curl-7-1", "-7-1.x86_64", "curl--1.x86_64", "curl-7-1.", "list done"})
    void otherTextIsNoPackage(String text) {
        assertThat(RpmPackageName.parse(text)).isEmpty();
    }
}
