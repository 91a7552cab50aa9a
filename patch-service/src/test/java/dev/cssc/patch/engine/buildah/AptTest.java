package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class AptTest {
    private final Apt apt = new Apt();

    @ParameterizedTest
    @ValueSource(strings = {"tar", "libstdc++6", "libapt-pkg6.0", "g++", "libc6:amd64", "0ad"})
    void namesOfPackagesAreTaken(String name) {
        assertThat(apt.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "-y",
                "--allow-downgrades",
                "perl-base-",
                "Tar",
                "tar=1",
                "tar/sid",
                "a b",
                "tar\n",
                "tar:*"
            })
    void whatAptWouldTakeForSomethingElseIsRefused(String name) {
        assertThat(apt.isName(name)).isFalse();
    }

    @Test
    void namesStandBehindTheEndOfOptions() {
        assertThat(apt.upgrade(List.of("tar", "xz-utils")))
                .containsSubsequence("install", "--only-upgrade", "--", "tar", "xz-utils");
    }

    @Test
    void onlyInstalledPackagesHaveAVersion() {
        String status = """
                Package: tar
                Essential: yes
                Status: install ok installed
                Conffiles:
                 /etc/tar.conf 0123456789abcdef0123456789abcdef
                Version: 1.34-1
                Description: an archiver
                 Version: 9.9 is what its description speaks of

                Package: held
                Status: hold ok installed
                Version: 1:2.0~rc1-3+deb12u1

                Package: old
                Status: deinstall ok config-files
                Version: 1

                Package: half
                Status: install reinstreq half-installed
                Version: 2

                Package: none
                Status: unknown ok not-installed

                Package: last
                Status: install ok installed
                Version: 3""";

        assertThat(Apt.versions(status.lines()))
                .isEqualTo(Map.of("tar", "1.34-1", "held", "1:2.0~rc1-3+deb12u1", "last", "3"));
    }

    @Test
    void aLineOfBlanksIsReadInTheTimeOfItsLength() {
        String blanks = " ".repeat(1_000_000);

        assertThat(Apt.versions(
                        Stream.of("Package: tar", "Status: install ok installed", "Version:" + blanks + "1\u2028")))
                .isEqualTo(Map.of("tar", "1"));
    }

    @Test
    void anEmptyDatabaseHasNoPackages() {
        assertThat(Apt.versions(Stream.of())).isEmpty();
    }

    @Test
    void packagesThatAreNowhereAreNamed() {
        assertThat(apt.impossible(said("""
                        E: Unable to locate package nosuch
                        E: Package 'gone' has no installation candidate
                        E: Couldn't find any package by glob 'libx6.0'
                        Error: exit status 100
                        """))).containsExactly("nosuch", "gone", "libx6.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exec: \"apt-get\": executable file not found in $PATH | UNSUPPORTED_IMAGE | false",
                "E: Failed to fetch http://a/InRelease  Could not connect to a:80 | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "E: The repository 'http://a stretch Release' does not have a Release file. | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "W: GPG error: http://a NO_PUBKEY 0E98404D386FA1D9 | PATCH_FAILED | false",
                "E: Sub-process /usr/bin/dpkg returned an error code (1) | PATCH_FAILED | false",
                "E: You don't have enough free space: No space left on device | DISK_FULL | true"
            })
    void aptsWordsHaveAReason(String said, ReasonCode reason, boolean retryable) {
        assertThat(apt.failure("raising", said(said)).reason()).isEqualTo(reason);
        assertThat(apt.failure("raising", said(said)).retryable()).isEqualTo(retryable);
    }

    private static Said said(String stderr) {
        return new Said(100, "", stderr);
    }
}
