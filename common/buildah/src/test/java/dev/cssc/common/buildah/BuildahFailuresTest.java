package dev.cssc.common.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BuildahFailuresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            MANIFEST_NOT_FOUND   | Error: initializing source docker://h/r@sha256:d9: reading manifest sha256:d9 in h/r: manifest unknown: manifest unknown
            REGISTRY_UNREACHABLE | Error: initializing source docker://h/r@sha256:d9: pinging container registry h: Get "http://h/v2/": dial tcp 127.0.0.1:5999: connect: connection refused
            REGISTRY_UNAUTHORIZED| Error: initializing source docker://h/r@sha256:d9: reading manifest sha256:d9 in h/r: unauthorized: authentication required
            REGISTRY_RATE_LIMITED| Error: reading manifest sha256:d9 in h/r: toomanyrequests: You have reached your pull rate limit
            DISK_FULL            | Error: writing blob: adding layer with blob "sha256:d9": unpacking failed: write /usr/lib/x: no space left on device
            ENGINE_FAILED        | Error: something nobody has seen before
            """)
    void messageHasItsReason(ReasonCode reason, String stderr) {
        assertThat(BuildahFailures.classify("pulling h/r", stderr).reason()).isEqualTo(reason);
    }

    @Test
    void detailSaysWhatWasDoneAndEndsWithBuildahsLastWord() {
        Failure failure = BuildahFailures.classify("pulling h/r", "warning: first\nError: manifest unknown\n");

        assertThat(failure.detail()).isEqualTo("pulling h/r: Error: manifest unknown");
    }

    @Test
    void certificateErrorIsNotRetried() {
        Failure failure =
                BuildahFailures.classify("pulling h/r", "Error: x509: certificate signed by unknown authority");

        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void silenceIsAFailureToo() {
        assertThat(BuildahFailures.classify("pulling h/r", "").detail()).contains("without a word");
    }
}
