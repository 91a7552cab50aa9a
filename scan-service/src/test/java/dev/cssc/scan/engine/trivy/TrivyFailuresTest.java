package dev.cssc.scan.engine.trivy;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrivyFailuresTest {

    @ParameterizedTest
    @CsvSource({
        "bad-reference, REFERENCE_INVALID, false",
        "database-download-fails, DATABASE_UNAVAILABLE, true",
        "no-database, DATABASE_UNAVAILABLE, true",
        "manifest-unknown, MANIFEST_NOT_FOUND, false",
        "registry-refused, REGISTRY_UNREACHABLE, true",
    })
    void realFailureHasItsReason(String situation, ReasonCode reason, boolean retryable) {
        Failure failure = TrivyFailures.classify(
                "scanning h/r", Fixtures.exitCode(situation), Fixtures.text(situation + ".stderr"));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.detail())
                .startsWith("scanning h/r: trivy exited with 1: FATAL")
                .doesNotContain("INFO");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            REGISTRY_UNAUTHORIZED | false | remote error: GET http://h/v2/r/manifests/1: UNAUTHORIZED: authentication required
            REGISTRY_UNAUTHORIZED | false | remote error: GET https://h/v2/r/manifests/1: DENIED: requested access to the resource is denied
            REGISTRY_RATE_LIMITED | true  | remote error: GET https://h/v2/r/manifests/1: TOOMANYREQUESTS: too many requests
            REGISTRY_ERROR        | true  | remote error: GET https://h/v2/: unexpected status code 503 Service Unavailable
            REGISTRY_UNREACHABLE  | false | remote error: Get "https://h/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority
            DISK_FULL             | true  | unable to copy layer: write /tmp/x: no space left on device
            ENGINE_UNAVAILABLE    | true  | cache may be in use by another process: timeout
            UNSUPPORTED_IMAGE     | false | unsupported artifact type: application/vnd.cncf.helm.config.v1+json
            ENGINE_FAILED         | true  | something that nobody has seen before
            """)
    void knownTextHasItsReason(ReasonCode reason, boolean retryable, String text) {
        Failure failure = TrivyFailures.classify("scanning h/r", 1, "FATAL\tFatal error\trun error: " + text);

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.retryable()).isEqualTo(retryable);
    }

    @Test
    void databasesOwnRegistryErrorIsNotTakenForTheImages() {
        Failure failure = TrivyFailures.classify(
                "scanning h/r",
                1,
                "FATAL failed to download vulnerability DB: GET …: MANIFEST_UNKNOWN: manifest unknown");

        assertThat(failure.reason()).isEqualTo(ReasonCode.DATABASE_UNAVAILABLE);
    }

    @Test
    void panicIsNotTriedAgain() {
        Failure failure = TrivyFailures.classify("scanning h/r", 2, "panic: runtime error: invalid memory address");

        assertThat(failure.reason()).isEqualTo(ReasonCode.ENGINE_FAILED);
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void silentDeathIsSaidToBeOne() {
        Failure failure = TrivyFailures.classify("scanning h/r", 137, "");

        assertThat(failure.detail()).isEqualTo("scanning h/r: trivy exited with 137 without a word");
        assertThat(failure.retryable()).isTrue();
    }
}
