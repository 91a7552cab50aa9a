package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.failure.Retry;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of answers and silences that no registry should give. */
class RegistryFaultsTest {
    private static final Tag ONE = new Tag("1");

    private FakeRegistry registry;
    private ImageReference reference;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        reference = ImageReference.of(registry.repository(), ONE);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, REGISTRY_ERROR, false",
        "401, REGISTRY_UNAUTHORIZED, false",
        "403, REGISTRY_FORBIDDEN, false",
        "418, REGISTRY_ERROR, false",
        "500, REGISTRY_ERROR, true",
        "502, REGISTRY_ERROR, true",
        "503, REGISTRY_ERROR, true"
    })
    void onlyNotFoundIsAnEmptyAnswer(int status, ReasonCode reason, boolean retryable) {
        RegistryClient client = registry.client();
        for (int i = 0; i < 5; i++) {
            registry.then(status(status));
        }

        for (Failure failure : List.of(
                failure(() -> client.tags(reference.repository())),
                failure(() -> client.head(reference)),
                failure(() -> client.manifest(reference)),
                failure(() -> client.blobExists(reference.repository(), Digest.of("x"))),
                failure(() -> client.referrers(reference.repository(), Digest.of("x"))))) {
            assertThat(failure.reason()).isEqualTo(reason);
            assertThat(failure.retryable()).isEqualTo(retryable);
            assertThat(failure.detail()).contains(registry.host() + "/app");
        }
        assertThat(registry.requests()).as("statuses are not retried here").isEqualTo(5);
    }

    @Test
    void rateLimitSaysWhenToComeBack() {
        registry.then(status(429).addHeader("Retry-After", "17"));

        assertThat(failure(() -> registry.client().manifest(reference)).retry())
                .isEqualTo(Retry.after(Duration.ofSeconds(17)));
    }

    @Test
    void rateLimitMaySayItAsADate() {
        String inAMinute = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusMinutes(1));
        registry.then(status(429).addHeader("Retry-After", inAMinute));

        assertThat(failure(() -> registry.client().manifest(reference)).retry())
                .isInstanceOfSatisfying(
                        Retry.After.class,
                        after -> assertThat(after.delay()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60)));
    }

    @Test
    void registrysOwnErrorCodeIsInTheDetail() {
        registry.then(status(403).body("{\"errors\":[{\"code\":\"DENIED\",\"message\":\"no\\u0007 pull\"}]}"));

        assertThat(failure(() -> registry.client().manifest(reference)).detail())
                .isEqualTo("reading manifest " + reference + ": the registry answered 403 DENIED: no  pull");
    }

    @Test
    void unknownRegistryIsRefusedWithoutAnyConnection() {
        RegistryClient client = FakeRegistry.client(RegistrySettings.https("other", "registry.example"));

        assertThat(failure(() -> client.tags(registry.repository())).reason()).isEqualTo(ReasonCode.REGISTRY_UNKNOWN);
        assertThat(registry.requests()).isZero();
    }

    @Test
    void silentRegistryTimesOut() {
        registry.then(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
        long start = System.nanoTime();

        assertThat(failure(() -> registry.client().manifest(reference)).reason())
                .isEqualTo(ReasonCode.TIMED_OUT);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        assertThat(registry.requests()).as("silence is not asked again").isEqualTo(1);
    }

    @Test
    void tricklingRegistryTimesOutToo() {
        registry.then(ok("x".repeat(1000)).throttleBody(1, 300, java.util.concurrent.TimeUnit.MILLISECONDS));

        assertThat(failure(() -> registry.client().manifest(reference)).reason())
                .isEqualTo(ReasonCode.TIMED_OUT);
    }

    @Test
    void closedPortIsUnreachable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String host = "127.0.0.1:" + port;
        RegistryClient client = FakeRegistry.client(RegistrySettings.plain("gone", host));

        Failure failure = failure(() -> client.tags(new Repository(host, "app")));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void nameThatDoesNotResolveIsUnreachable() {
        assertThat(Transport.failure("reading", "no.example", new UnknownHostException("no.example"))
                        .failure()
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
    }

    @Test
    void brokenConnectionIsTriedAgainWhereThatIsHarmless() {
        RawManifest manifest = ManifestWriter.index(List.of(), java.util.Map.of());
        registry.then(new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()))
                .then(new MockResponse.Builder().onRequestStart(new SocketEffect.CloseSocket()))
                .then(ok(new String(manifest.content(), java.nio.charset.StandardCharsets.UTF_8))
                        .addHeader("Content-Type", MediaType.OCI_INDEX));

        assertThat(registry.client().manifest(reference)).contains(manifest);
    }

    @Test
    void brokenConnectionOfAnUploadIsNotTriedAgain() {
        registry.then(status(404)).then(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));

        Failure failure = failure(() -> registry.client().putBlob(registry.repository(), new byte[] {1}));

        assertThat(failure).extracting(Failure::reason).as(failure.detail()).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
        assertThat(registry.requests()).isLessThanOrEqualTo(2);
    }

    @Test
    void manifestWithOtherBytesThanAskedForIsRefused() {
        registry.then(ok("{}").addHeader("Content-Type", MediaType.OCI_MANIFEST));
        ImageReference byDigest = ImageReference.of(registry.repository(), Digest.of("something else"));

        Failure failure = failure(() -> registry.client().manifest(byDigest));

        assertThat(failure.reason()).isEqualTo(ReasonCode.DIGEST_MISMATCH);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void manifestWithOtherBytesThanTheRegistryClaimsIsRefused() {
        registry.then(ok("{}").addHeader(
                        "Docker-Content-Digest", Digest.of("something else").value()));

        assertThat(failure(() -> registry.client().manifest(reference)).reason())
                .isEqualTo(ReasonCode.DIGEST_MISMATCH);
    }

    @Test
    void manifestBeyondFourMebibytesIsRefused() {
        registry.then(ok(" ".repeat(4 * 1024 * 1024 + 1)));
        registry.then(status(200).chunkedBody(" ".repeat(4 * 1024 * 1024 + 1), 64 * 1024));

        assertThat(failure(() -> registry.client().manifest(reference)).reason())
                .isEqualTo(ReasonCode.TOO_LARGE);
        assertThat(failure(() -> registry.client().manifest(reference)).reason())
                .isEqualTo(ReasonCode.TOO_LARGE);
    }

    @Test
    void cutBlobIsAnErrorWhileItIsRead() throws Exception {
        byte[] content = RegistryClientContract.random(200_000, 1);
        registry.then(status(200).body(new Buffer().write(content)).onResponseBody(new SocketEffect.CloseSocket()));

        assertThat(failure(() -> {
                            try (InputStream in =
                                    registry.client().openBlob(registry.repository(), Digest.of(content))) {
                                in.readAllBytes();
                            }
                        })
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
    }

    @Test
    void blobThatEndsEarlyWithoutAnnouncedLengthIsAMismatch() throws Exception {
        registry.then(status(200).chunkedBody("half of", 4));

        assertThat(failure(() -> {
                            try (InputStream in =
                                    registry.client().openBlob(registry.repository(), Digest.of("half of it"))) {
                                in.readAllBytes();
                            }
                        })
                        .reason())
                .isEqualTo(ReasonCode.DIGEST_MISMATCH);
    }

    @Test
    void oneWrongByteInABlobIsAMismatch() {
        registry.then(ok("blob!"));

        assertThat(failure(() -> registry.client().blob(registry.repository(), Digest.of("blob?"), 100))
                        .reason())
                .isEqualTo(ReasonCode.DIGEST_MISMATCH);
    }

    @Test
    void blobThatLiesAboutItsLengthIsRefusedAtTheLimit() {
        registry.then(status(200).chunkedBody("x".repeat(5_000), 100));

        assertThat(failure(() -> registry.client().blob(registry.repository(), Digest.of("x".repeat(5_000)), 4_999))
                        .reason())
                .isEqualTo(ReasonCode.TOO_LARGE);
    }

    @Test
    void registryThatStoresSomethingElseIsCaught() {
        registry.then(status(201)
                .addHeader("Docker-Content-Digest", Digest.of("something else").value()));

        assertThat(failure(() -> registry.client()
                                .putManifest(
                                        registry.repository(),
                                        ONE,
                                        ManifestWriter.index(List.of(), java.util.Map.of())))
                        .reason())
                .isEqualTo(ReasonCode.DIGEST_MISMATCH);
    }

    @Test
    void uploadWithoutALocationIsAnError() {
        registry.then(status(404)).then(status(202));

        assertThat(failure(() -> registry.client().putBlob(registry.repository(), new byte[] {1}))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_ERROR);
    }

    @ParameterizedTest
    @CsvSource({"405, false", "404, false", "202, true", "200, true"})
    void deletionAnswersWhetherItHappened(int status, boolean deleted) {
        registry.then(status(status));

        assertThat(registry.client().deleteManifest(registry.repository(), Digest.of("x")))
                .isEqualTo(deleted);
    }
}
