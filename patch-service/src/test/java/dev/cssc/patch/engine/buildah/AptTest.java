package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

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
        assertThat(apt.query(List.of("tar"))).endsWith("--", "tar");
    }

    @Test
    void onlyInstalledPackagesHaveAVersion() {
        assertThat(apt.versions("tar\t1.34-1\tinstalled\nold\t1\tconfig-files\nnone\t\tnot-installed\n"))
                .isEqualTo(Map.of("tar", "1.34-1"));
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
