package dev.cssc.scan.engine.trivy;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

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
            REGISTRY_FORBIDDEN    | false | remote error: GET https://h/v2/r/manifests/1: DENIED: requested access to the resource is denied
            REGISTRY_FORBIDDEN    | false | remote error: GET https://h/v2/r/manifests/1: unexpected status code 403 Forbidden
            DATABASE_UNAVAILABLE  | true  | DB error: --skip-db-update cannot be specified with the old DB schema
            REGISTRY_RATE_LIMITED | true  | remote error: GET https://h/v2/r/manifests/1: TOOMANYREQUESTS: too many requests
            REGISTRY_ERROR        | true  | remote error: GET https://h/v2/: unexpected status code 503 Service Unavailable
            REGISTRY_UNREACHABLE  | false | remote error: Get "https://h/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority
            DISK_FULL             | true  | unable to copy layer: write /tmp/x: no space left on device
            ENGINE_UNAVAILABLE    | true  | cache may be in use by another process: timeout
            UNSUPPORTED_IMAGE     | false | unsupported artifact type: application/vnd.cncf.helm.config.v1+json
            MANIFEST_NOT_FOUND    | false | remote error: GET https://h/v2/r/manifests/1: NAME_UNKNOWN: repository name not known to registry
            MANIFEST_NOT_FOUND    | false | remote error: GET https://h/v2/r/manifests/1: unexpected status code 404 Not Found
            REGISTRY_UNAUTHORIZED | false | remote error: GET https://h/v2/r/manifests/1: unexpected status code 401 Unauthorized
            REGISTRY_RATE_LIMITED | true  | remote error: GET https://h/v2/r/manifests/1: unexpected status code 429 Too Many Requests
            REGISTRY_UNREACHABLE  | true  | remote error: Get "https://h/v2/": dial tcp: lookup h: no such host
            REGISTRY_UNREACHABLE  | true  | remote error: Get "https://h/v2/": dial tcp 192.0.2.1:443: i/o timeout
            REGISTRY_UNREACHABLE  | true  | remote error: Get "https://h/v2/": read: connection reset by peer
            REGISTRY_UNREACHABLE  | true  | remote error: Get "https://h/v2/": net/http: TLS handshake timeout
            REGISTRY_UNREACHABLE  | true  | remote error: Get "https://h/v2/": EOF
            REGISTRY_ERROR        | false | remote error: GET https://h/login: invalid character '<' looking for beginning of value
            TIMED_OUT             | true  | image scan error: scan error: context deadline exceeded
            TOO_LARGE             | false | uncompressed image size 6GB exceeds maximum allowed size 5GB
            UNSUPPORTED_IMAGE     | false | unable to inspect the image: invalid image
            REFERENCE_INVALID     | false | failed to parse the image name: could not parse reference: h/R
            DATABASE_UNAVAILABLE  | true  | failed to open db: timeout
            DATABASE_UNAVAILABLE  | true  | failed to download artifact from any source
            DATABASE_UNAVAILABLE  | true  | the local DB has an old schema version which is not supported: schema version doesn't match
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            TOOMANYREQUESTS: retry-after: 1.2s, allowed: 44000/minute      | 1200
            TOOMANYREQUESTS: retry-after: 59.886ms, allowed: 44000/minute  | 1000
            TOOMANYREQUESTS: Retry-After: 2m0s                             | 120000
            TOOMANYREQUESTS: retry-after: 1h1m30.5s, allowed: 1/hour       | 3690500
            """)
    void rateLimitThatNamesItsPauseIsTriedAgainAfterIt(String text, long milliseconds) {
        Failure failure = TrivyFailures.classify("scanning h/r", 1, "FATAL run error: GET https://h/v2/: " + text);

        assertThat(failure.retry()).isEqualTo(Retry.after(Duration.ofMillis(milliseconds)));
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
