package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;
import java.util.Set;

import static dev.cssc.common.registry.FakeRegistry.USER;
import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/** A registry cannot send the client anywhere, nor make it tell anybody its credentials. */
class RegistryAllowListTest {
    private FakeRegistry registry;
    private FakeRegistry foreign;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
        foreign = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
        foreign.close();
    }

    private RegistryClient strict() {
        return FakeRegistry.client(registry.settings(Set.of(), Set.of()));
    }

    private void refusesForeignHost(Failure failure) {
        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_HOST_REFUSED);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.detail()).contains(foreign.host()).doesNotContain("signature");
        assertThat(foreign.requests()).isZero();
    }

    @Test
    void realmOnAForeignHostIsRefused() {
        registry.then(status(401)
                .addHeader("WWW-Authenticate", "Bearer realm=\"" + foreign.url() + "/token\",service=\"s\""));

        refusesForeignHost(failure(() -> strict().tags(registry.repository())));
    }

    @Test
    void redirectHostMayNotBeAskedForTokens() {
        registry.then(status(401).addHeader("WWW-Authenticate", "Bearer realm=\"" + foreign.url() + "/token\""));

        refusesForeignHost(failure(() -> FakeRegistry.client(registry.settings(Set.of(), Set.of(foreign.host())))
                .tags(registry.repository())));
    }

    @Test
    void redirectToAForeignHostIsRefused() {
        registry.then(status(307).addHeader("Location", foreign.url() + "/blob?signature=abc"));

        refusesForeignHost(failure(() -> strict().blob(registry.repository(), Digest.of("x"), 10)));
    }

    /** As with CVE-2024-35192: a name that only ends alike is another one. */
    @ParameterizedTest
    @CsvSource({
        "https://account1.blob.core.windows.net/x?sig=abc, true",
        "https://ACCOUNT1.blob.core.windows.net/x, true",
        "https://evil-blob.core.windows.net/x, false",
        "https://blob.core.windows.net.evil.example/x, false",
        "https://blob.core.windows.net/x, false",
        "https://account1.blob.core.windows.net:8443/x, false",
        "http://account1.blob.core.windows.net/x, false"
    })
    void aDomainOfRedirectHostsStandsForTheHostsBelowItOverTls(String url, boolean allowed) {
        RegistryAllowList list = new RegistryAllowList(registry.settings(Set.of(), Set.of("*.blob.core.windows.net")));

        if (allowed) {
            assertThatCode(() -> list.requireReachable("test", HttpUrl.get(url)))
                    .doesNotThrowAnyException();
        } else {
            assertThat(failure(() -> list.requireReachable("test", HttpUrl.get(url)))
                            .reason())
                    .isEqualTo(ReasonCode.REGISTRY_HOST_REFUSED);
        }
        assertThat(failure(() -> list.requireRealm("test", HttpUrl.get(url))).reason())
                .as("such a host never gets credentials")
                .isEqualTo(ReasonCode.REGISTRY_HOST_REFUSED);
    }

    @Test
    void linkToAForeignHostIsRefused() {
        registry.then(ok("{\"tags\":[\"a\"]}")
                .addHeader("Link", "<" + foreign.url() + "/v2/app/tags/list?last=a>; rel=\"next\""));

        refusesForeignHost(failure(() -> strict().tags(registry.repository())));
    }

    @Test
    void uploadToAForeignHostIsRefused() {
        registry.then(status(404)).then(status(202).addHeader("Location", foreign.url() + "/upload"));

        refusesForeignHost(failure(() -> strict().putBlob(registry.repository(), new byte[] {1})));
    }

    @Test
    void allowedStorageGetsTheRequestWithoutCredentials() throws Exception {
        registry.then(status(401).addHeader("WWW-Authenticate", "Basic realm=\"r\""))
                .then(status(307).addHeader("Location", foreign.url() + "/blob?signature=abc"));
        foreign.then(ok("x"));

        byte[] blob = FakeRegistry.client(registry.settings(Set.of(), Set.of(foreign.host())))
                .blob(registry.repository(), Digest.of("x"), 10);

        assertThat(blob).asString().isEqualTo("x");
        assertThat(registry.asked().getHeaders().get("Authorization")).isNull();
        assertThat(registry.asked().getHeaders().get("Authorization")).isEqualTo("Basic " + USER.basic());
        var atStorage = foreign.asked();
        assertThat(atStorage.getTarget()).isEqualTo("/blob?signature=abc");
        assertThat(atStorage.getHeaders().get("Authorization")).isNull();
    }

    @Test
    void challengeOfTheStorageIsNotAnswered() {
        registry.then(status(307).addHeader("Location", foreign.url() + "/blob"));
        foreign.then(status(401).addHeader("WWW-Authenticate", "Basic realm=\"give me\""));

        Failure failure = failure(() -> FakeRegistry.client(registry.settings(Set.of(), Set.of(foreign.host())))
                .blob(registry.repository(), Digest.of("x"), 10));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
        assertThat(foreign.requests()).isEqualTo(1);
    }

    @Test
    void redirectsComeToAnEnd() {
        for (int i = 0; i < 10; i++) {
            registry.then(status(302).addHeader("Location", "/v2/app/blobs/again" + i));
        }

        assertThat(failure(() -> strict().blobExists(registry.repository(), Digest.of("x")))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_ERROR);
        assertThat(registry.requests()).isEqualTo(6);
    }

    @Test
    void writesAreNotRedirected() {
        registry.then(status(307).addHeader("Location", registry.url() + "/elsewhere"));

        assertThat(failure(() -> strict().deleteManifest(registry.repository(), Digest.of("x")))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_ERROR);
        assertThat(registry.requests()).isEqualTo(1);
    }

    @Test
    void registryOverTlsMayNotPointAtPlainHttp() {
        RegistryAllowList tls = new RegistryAllowList(new RegistrySettings(
                "tls",
                "r.example",
                Scheme.HTTPS,
                CredentialSource.ANONYMOUS,
                Set.of("auth.example"),
                Set.of("store.example"),
                false,
                Optional.empty(),
                Timeouts.DEFAULT,
                RequestBudget.DEFAULT));

        tls.requireRealm("d", okhttp3.HttpUrl.get("https://auth.example/token"));
        tls.requireReachable("d", okhttp3.HttpUrl.get("https://store.example/b"));
        for (String plain :
                new String[] {"http://r.example/x", "http://store.example/x", "https://store.example:8443/"}) {
            assertThat(failure(() -> tls.requireReachable("d", okhttp3.HttpUrl.get(plain)))
                            .reason())
                    .isEqualTo(ReasonCode.REGISTRY_HOST_REFUSED);
        }
        assertThat(failure(() -> tls.requireRealm("d", okhttp3.HttpUrl.get("http://auth.example/token")))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_HOST_REFUSED);
    }

    @Test
    void dockerHubIsAskedWhereItsApiIs() {
        RegistryAllowList hub = new RegistryAllowList(RegistrySettings.https("hub", "docker.io"));

        assertThat(hub.base()).hasToString("https://registry-1.docker.io/");
        assertThat(hub.isOwn(okhttp3.HttpUrl.get("https://docker.io/"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]"})
    void loopbackIsRefusedUnlessAllowed(String name) {
        String host = name + ":" + registry.server().getPort();
        RegistryClient client = FakeRegistry.client(new RegistrySettings(
                "inside",
                host,
                Scheme.HTTP,
                CredentialSource.ANONYMOUS,
                Set.of(),
                Set.of(),
                false,
                Optional.empty(),
                FakeRegistry.SHORT,
                RequestBudget.DEFAULT));

        Failure failure = failure(() -> client.manifest(ImageReference.of(new Repository(host, "app"), new Tag("1"))));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_ADDRESS_REFUSED);
        assertThat(registry.requests()).isZero();
    }
}
