package dev.cssc.patch.engine.buildah;

import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** What apk-tools 2.14.10 writes of packages, and, after its source, what it writes of failures; apk is not run here. */
class ApkTest {
    private final Apk apk = new Apk();

    @Test
    void packagesAreRaisedWithoutBeingWrittenDownAsAskedFor() {
        assertThat(apk.upgrade(List.of("curl", "musl")))
                .containsExactly("apk", "--no-progress", "upgrade", "--no-self-upgrade", "curl", "musl");
    }

    @Test
    void installedVersionsAreThoseOfTheList() {
        assertThat(apk.versions("""
                        curl-8.5.0-r0 x86_64 {curl} (MIT) [installed]
                        libcrypto3-3.1.4-r5 x86_64 {openssl} (Apache-2.0) [installed]
                        libcrypto3-3.1.4-r6 x86_64 {openssl} (Apache-2.0) [upgradable from: libcrypto3-3.1.4-r5]
                        musl-1.2.4_git20230717-r4 x86_64 {musl} (MIT) [installed]
                        """))
                .isEqualTo(Map.of("curl", "8.5.0-r0", "libcrypto3", "3.1.4-r5", "musl", "1.2.4_git20230717-r4"));
    }

    @Test
    void packagesThatAreNowhereAreNamed() {
        assertThat(apk.impossible(new Said(1, "", """
                        ERROR: Package 'nosuch' not found
                        ERROR: Package 'gone' not found
                        """))).containsExactly("nosuch", "gone");
    }

    @Test
    void aRepositoryThatWasSkippedMakesTheListsIncomplete() {
        String address = "http://127.0.0.1:8765/repo: could not connect to server (check repositories file)";
        Said skipped = new Said(
                2,
                "2 unavailable, 0 stale; 5 distinct packages available\n",
                "WARNING: updating and opening " + address + "\n");

        assertThat(apk.incomplete(skipped)).isTrue();
        assertThat(apk.incomplete(new Said(0, skipped.stdout(), ""))).isTrue();
        assertThat(apk.incomplete(new Said(0, "OK: 10 distinct packages available\n", "")))
                .isFalse();
        assertThat(apk.failure("raising", skipped).reason()).isEqualTo(ReasonCode.PACKAGE_REPOSITORY_UNAVAILABLE);
        assertThat(apk.failure("raising", skipped).detail()).contains(address);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ERROR: curl-8.5.0-r1: temporary error (try again later) | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "ERROR: curl-8.5.0-r1: BAD signature | PACKAGE_REPOSITORY_UNAVAILABLE | true",
                "ERROR: https://example.org/main: UNTRUSTED signature | PATCH_FAILED | false",
                "ERROR: Failed to create usr/lib/x: No space left on device | DISK_FULL | true",
                "ERROR: unable to select packages: | PATCH_FAILED | false"
            })
    void apksWordsHaveAReason(String said, ReasonCode reason, boolean retryable) {
        assertThat(apk.failure("raising", new Said(1, "", said)).reason()).isEqualTo(reason);
        assertThat(apk.failure("raising", new Said(1, "", said)).retryable()).isEqualTo(retryable);
    }
}
