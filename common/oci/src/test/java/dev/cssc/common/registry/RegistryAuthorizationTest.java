package dev.cssc.common.registry;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

import static dev.cssc.common.registry.FakeRegistry.USER;
import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Basic and Bearer, as far as a client sees them. */
class RegistryAuthorizationTest {
    private FakeRegistry registry;
    private FakeRegistry realm;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        realm = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
        realm.close();
    }

    private RegistryClient client() {
        return FakeRegistry.client(registry.settings(Set.of(realm.host()), Set.of()));
    }

    private MockResponse.Builder challenge() {
        return status(401)
                .addHeader(
                        "WWW-Authenticate",
                        "Bearer realm=\"" + realm.url()
                                + "/token?a=b\",service=\"the registry\",scope=\"repository:app:metadata_read\"");
    }

    private static String authorization(RecordedRequest request) {
        return request.getHeaders().get("Authorization");
    }

    @Test
    void tokenIsFetchedOnceForAScopeAndKept() throws Exception {
        registry.then(challenge()).then(status(404)).then(status(200));
        realm.then(ok("{\"token\":\"t1\",\"expires_in\":300}"));
        RegistryClient client = client();

        client.blobExists(registry.repository(), Digest.of("x"));
        client.blobExists(registry.repository(), Digest.of("y"));

        RecordedRequest asked = realm.asked();
        assertThat(asked.getUrl().queryParameter("service")).isEqualTo("the registry");
        assertThat(asked.getUrl().queryParameter("a")).isEqualTo("b");
        assertThat(asked.getUrl().queryParameterValues("scope")).containsExactly("repository:app:metadata_read,pull");
        assertThat(authorization(asked)).isEqualTo("Basic " + USER.basic());
        assertThat(realm.requests()).isEqualTo(1);
        assertThat(authorization(registry.asked())).isNull();
        assertThat(authorization(registry.asked())).isEqualTo("Bearer t1");
        assertThat(authorization(registry.asked())).isEqualTo("Bearer t1");
    }

    @Test
    void tokenIsRenewedShortlyBeforeItsEnd() throws Exception {
        registry.then(challenge()).then(status(200)).then(status(200)).then(status(200));
        realm.then(ok("{\"token\":\"t1\",\"expires_in\":300}")).then(ok("{\"token\":\"t2\"}"));
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        RegistryClient client = new HttpRegistryClient(
                new Registries(List.of(registry.settings(Set.of(realm.host()), Set.of()))), now::get);
        client.blobExists(registry.repository(), Digest.of("x"));

        now.updateAndGet(t -> t.plusSeconds(289));
        client.blobExists(registry.repository(), Digest.of("x"));
        now.updateAndGet(t -> t.plusSeconds(2));
        client.blobExists(registry.repository(), Digest.of("x"));

        registry.asked();
        assertThat(authorization(registry.asked())).isEqualTo("Bearer t1");
        assertThat(authorization(registry.asked())).isEqualTo("Bearer t1");
        assertThat(authorization(registry.asked())).isEqualTo("Bearer t2");
        assertThat(registry.requests()).as("without another challenge").isEqualTo(4);
        realm.asked();
        assertThat(realm.asked().getUrl().queryParameterValues("scope"))
                .containsExactly("repository:app:metadata_read,pull");
    }

    @Test
    void tokenOfOneRepositoryIsNotSentForAnother() throws Exception {
        registry.then(challenge()).then(status(200)).then(status(200));
        realm.then(ok("{\"access_token\":\"t1\"}"));
        RegistryClient client = client();

        client.blobExists(registry.repository(), Digest.of("x"));
        client.blobExists(registry.repository().sibling("other"), Digest.of("x"));

        registry.asked();
        assertThat(authorization(registry.asked())).isEqualTo("Bearer t1");
        assertThat(authorization(registry.asked())).isNull();
    }

    @Test
    void tokenThatIsRefusedIsFetchedAnewOnce() {
        registry.then(challenge()).then(status(200)).then(challenge()).then(challenge());
        realm.then(ok("{\"token\":\"t1\"}")).then(ok("{\"token\":\"t2\"}"));
        RegistryClient client = client();
        client.blobExists(registry.repository(), Digest.of("x"));

        assertThat(failure(() -> client.blobExists(registry.repository(), Digest.of("x")))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
        assertThat(realm.requests()).isEqualTo(2);
        assertThat(registry.requests()).isEqualTo(4);
    }

    @Test
    void realmThatRefusesTheCredentialsIsUnauthorized() {
        registry.then(challenge());
        realm.then(status(401));

        assertThat(failure(() -> client().tags(registry.repository())).reason())
                .isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
    }

    @Test
    void realmWithoutATokenIsAnErrorThatDoesNotQuoteIt() {
        registry.then(challenge());
        realm.then(ok("{\"tokn\":\"very-secret\""));

        var failure = failure(() -> client().tags(registry.repository()));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_ERROR);
        assertThat(failure.detail()).doesNotContain("very-secret");
    }

    @Test
    void realmThatRedirectsIsNotFollowed() {
        registry.then(challenge());
        realm.then(status(302).addHeader("Location", registry.url() + "/token"));

        assertThat(failure(() -> client().tags(registry.repository())).reason()).isEqualTo(ReasonCode.REGISTRY_ERROR);
        assertThat(registry.requests()).isEqualTo(1);
    }

    @Test
    void basicCredentialsAreSentOnlyAfterTheyWereAskedFor() throws Exception {
        registry.then(status(401).addHeader("WWW-Authenticate", "Basic realm=\"r\""))
                .then(status(200))
                .then(status(200));
        RegistryClient client = client();

        client.blobExists(registry.repository(), Digest.of("x"));
        client.blobExists(registry.repository(), Digest.of("y"));

        assertThat(authorization(registry.asked())).isNull();
        assertThat(authorization(registry.asked())).isEqualTo("Basic " + USER.basic());
        assertThat(authorization(registry.asked())).isEqualTo("Basic " + USER.basic());
    }

    @Test
    void anonymousUserHearsThatCredentialsAreMissing() {
        registry.then(status(401).addHeader("WWW-Authenticate", "Basic realm=\"r\""));

        var failure = failure(() -> registry.client().tags(registry.repository()));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
        assertThat(failure.detail()).contains("none are configured");
    }

    @Test
    void uploadIsSentAgainWholeAfterAChallenge() throws Exception {
        registry.then(status(200).code(404))
                .then(status(202).addHeader("Location", "/session"))
                .then(challenge())
                .then(status(201));
        realm.then(ok("{\"token\":\"t1\"}"));
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);

        client().putBlob(registry.repository(), content);

        registry.asked();
        registry.asked();
        assertThat(registry.asked().getBody().utf8()).isEqualTo("content");
        RecordedRequest again = registry.asked();
        assertThat(again.getBody().utf8()).isEqualTo("content");
        assertThat(authorization(again)).isEqualTo("Bearer t1");
    }

    @Test
    void secretIsInNoTextForm() {
        assertThat(USER.toString()).contains("robot").doesNotContain(USER.secret());
        assertThat(registry.settings(Set.of(), Set.of()).toString()).doesNotContain(USER.secret());
        assertThat(new FetchToken.Token("very-secret", java.time.Duration.ZERO, java.util.Optional.empty()).toString())
                .doesNotContain("very-secret");
    }
}
