package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Repository;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A server on loopback that answers what a test tells it to, in order, and remembers what it was asked. */
final class FakeRegistry implements AutoCloseable {
    /** Short enough to wait for, long enough for a busy machine. */
    static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(2), Duration.ofMillis(700), Duration.ofSeconds(10));

    /** Nothing is waited for, so that each answer is seen as it is. */
    static final RequestBudget IMPATIENT = new RequestBudget(64, 0, Duration.ZERO);

    static final Credentials USER = new Credentials("robot", "s3cr3t-word");

    private final MockWebServer server = new MockWebServer();

    FakeRegistry() throws IOException {
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getPort();
    }

    String url() {
        return "http://" + host();
    }

    Repository repository() {
        return new Repository(host(), "app");
    }

    MockWebServer server() {
        return server;
    }

    RegistrySettings settings() {
        return RegistrySettings.plain("fake", host()).within(SHORT).within(IMPATIENT);
    }

    RegistrySettings settings(Set<String> realmHosts, Set<String> redirectHosts) {
        return new RegistrySettings(
                "fake",
                host(),
                Scheme.HTTP,
                CredentialSource.of(USER),
                realmHosts,
                redirectHosts,
                true,
                Optional.empty(),
                SHORT,
                IMPATIENT);
    }

    RegistryClient client() {
        return client(settings());
    }

    static RegistryClient client(RegistrySettings... settings) {
        return new HttpRegistryClient(new Registries(List.of(settings)));
    }

    FakeRegistry then(MockResponse.Builder answer) {
        server.enqueue(answer.build());
        return this;
    }

    /** An answer of a registry: its header says so. */
    static MockResponse.Builder status(int code) {
        return new MockResponse.Builder().code(code).addHeader(ReadChallenge.VERSION_HEADER, "registry/2.0");
    }

    static MockResponse.Builder ok(String body) {
        return status(200).body(body);
    }

    /** What was asked next; there must be something. */
    RecordedRequest asked() throws InterruptedException {
        RecordedRequest request = server.takeRequest(5, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(request).as("another request").isNotNull();
        return request;
    }

    int requests() {
        return server.getRequestCount();
    }

    /** The failure that the call ends with. */
    static Failure failure(ThrowingCallable call) {
        FailureException thrown = catchThrowableOfType(FailureException.class, call);
        assertThat(thrown).as("a FailureException").isNotNull();
        assertThat(thrown.failure().detail()).doesNotContain(USER.secret());
        return thrown.failure();
    }

    @Override
    public void close() {
        server.close();
    }
}
