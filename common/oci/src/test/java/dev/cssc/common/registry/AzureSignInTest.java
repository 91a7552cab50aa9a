package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.azure.AcrStandIn;
import dev.cssc.common.testing.azure.EntraStandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** An identity of Entra at a registry that takes no other tokens than those of its exchange. */
class AzureSignInTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final Duration HOUR = Duration.ofHours(1);

    private AzureStand stand;
    private Repository app;

    @BeforeEach
    void start(@TempDir Path directory) {
        stand = new AzureStand(directory);
        app = stand.repository("team/app");
    }

    @AfterEach
    void stop() {
        if (stand != null) {
            stand.close();
        }
    }

    @Test
    void workloadIdentityIsExchangedForTokensOfSingleRepositories() throws Exception {
        RegistryClient client = stand.client(stand.workload(HOUR));

        client.putBlob(app, CONTENT);

        assertThat(client.blob(app, Digest.of(CONTENT), 100)).isEqualTo(CONTENT);
        assertThat(stand.entra.grants()).containsExactly("assertion:https://containerregistry.azure.net/.default");
        assertThat(stand.acr.minted())
                .containsExactly(
                        "refresh_token repository:team/app:pull", "refresh_token repository:team/app:pull,push");
    }

    @Test
    void secretOfAServicePrincipalIsReadAtEachUseSoThatARotatedOneCounts() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        RegistryClient client = client(stand.settings(stand.servicePrincipal(EntraStandIn.SECRET)), now);
        client.blobExists(app, Digest.of(CONTENT));
        stand.entra.rotate("second~secret");
        Files.writeString(stand.secretFile(), "second~secret");

        now.set(now.get().plus(Duration.ofHours(4))); // the refresh token has ended
        client.blobExists(app, Digest.of(CONTENT));

        assertThat(stand.entra.grants()).hasSize(2).allMatch(grant -> grant.startsWith("secret:"));
    }

    @Test
    void accessTokenThatEndsDuringARunIsRenewedWithoutAnotherExchange() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        RegistryClient client = client(stand.settings(stand.workload(HOUR)), now);
        client.blobExists(app, Digest.of(CONTENT));

        now.set(now.get().plus(Duration.ofMinutes(76)));
        client.blobExists(app, Digest.of(CONTENT));

        assertThat(stand.acr.minted())
                .containsExactly("refresh_token repository:team/app:pull", "refresh_token repository:team/app:pull");
        assertThat(stand.entra.grants()).hasSize(1);
    }

    @Test
    void endOfATokenIsReadFromTheTokenItself() throws Exception {
        stand.acr.letTokensLive(new AcrStandIn.Lives(Duration.ofMinutes(10), Duration.ofMinutes(5)));
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        RegistryClient client = client(stand.settings(stand.workload(HOUR)), now);
        client.blobExists(app, Digest.of(CONTENT));

        now.set(now.get().plus(Duration.ofMinutes(4)));
        client.blobExists(app, Digest.of(CONTENT));
        assertThat(stand.acr.minted()).as("still good").hasSize(1);
        now.set(now.get().plus(Duration.ofMinutes(1)));
        client.blobExists(app, Digest.of(CONTENT));

        assertThat(stand.acr.minted()).hasSize(2);
    }

    @Test
    void wrongSecretIsEntrasRefusalWithItsCode() throws Exception {
        Failure failure = failed(stand.client(stand.servicePrincipal("wrong~secret")));

        assertThat(failure.reason()).isEqualTo(ReasonCode.IDENTITY_REFUSED);
        assertThat(failure.detail())
                .contains("AADSTS7000215", "Invalid client secret", "team/app")
                .doesNotContain("wrong~secret");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void expiredAssertionIsEntrasRefusalWithItsCode() throws Exception {
        Failure failure = failed(stand.client(stand.workload(Duration.ofMinutes(-5))));

        assertThat(failure.reason()).isEqualTo(ReasonCode.IDENTITY_REFUSED);
        assertThat(failure.detail()).contains("AADSTS700024");
    }

    @Test
    void missingSecretFileIsNamed() throws Exception {
        RegistryClient client = stand.client(stand.servicePrincipal(EntraStandIn.SECRET));
        Files.delete(stand.secretFile());

        Failure failure = failed(client);

        assertThat(failure.reason()).isEqualTo(ReasonCode.CREDENTIALS_UNUSABLE);
        assertThat(failure.detail()).contains(stand.secretFile().toString());
    }

    @Test
    void entraThatCannotBeReachedIsNoRefusal() throws Exception {
        AzureSettings reachable = stand.azure(stand.workload(HOUR), AzureSettings.REGISTRY_SCOPE);
        AzureSettings elsewhere = new AzureSettings(
                reachable.identity(),
                reachable.tenant(),
                "https://127.0.0.1:1",
                reachable.scope(),
                reachable.ca(),
                true);

        Failure failure = failed(FakeRegistry.client(stand.settings(elsewhere)));

        assertThat(failure.reason()).isEqualTo(ReasonCode.IDENTITY_UNAVAILABLE);
        assertThat(failure.detail()).contains("connection refused");
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void authorityWithAnUnknownCertificateIsNotTrusted() throws Exception {
        AzureSettings trusted = stand.azure(stand.workload(HOUR), AzureSettings.REGISTRY_SCOPE);
        AzureSettings untrusted = new AzureSettings(
                trusted.identity(),
                trusted.tenant(),
                trusted.authority(),
                trusted.scope(),
                java.util.Optional.empty(),
                true);

        Failure failure = failed(FakeRegistry.client(stand.settings(untrusted)));

        assertThat(failure.reason()).isEqualTo(ReasonCode.IDENTITY_UNAVAILABLE);
        assertThat(failure.detail()).contains("TLS", "ca-file");
    }

    @Test
    void exchangeThatIsDownIsTriedLater() throws Exception {
        stand.acr.letExchangeBeDown(true);
        RegistryClient client = stand.client(stand.workload(HOUR));

        Failure failure = failed(client);
        stand.acr.letExchangeBeDown(false);

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_ERROR);
        assertThat(failure.detail()).contains("signing in", "503");
        assertThat(failure.retryable()).isTrue();
        assertThat(client.blobExists(app, Digest.of(CONTENT))).isFalse();
    }

    @Test
    void registryThatTakesTokensOfTheResourceManagerOnlySaysSoUntilItGetsThem() throws Exception {
        stand.acr.takeTokensFor("https://management.azure.com");

        Failure failure = failed(stand.client(stand.workload(HOUR)));
        AzureSettings arm = stand.azure(stand.workload(HOUR), AzureSettings.ARM_SCOPE);

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
        assertThat(failure.detail()).contains("audience");
        assertThat(FakeRegistry.client(stand.settings(arm)).blobExists(app, Digest.of(CONTENT)))
                .isFalse();
    }

    @Test
    void identityThatMayOnlyPullHearsWhatIsMissing() throws Exception {
        stand.acr.allowPullOnly();
        RegistryClient client = stand.client(stand.workload(HOUR));

        Failure failure = failure(() -> client.putBlob(app, CONTENT));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_FORBIDDEN);
        assertThat(failure.detail()).contains("repository:team/app:pull,push", "AcrPush");
    }

    @Test
    void tokensNeverGoToALookAlikeOfAzuresRegistries() throws Exception {
        try (FakeRegistry notAzure = new FakeRegistry()) {
            notAzure.then(status(401)
                    .addHeader(
                            "WWW-Authenticate", "Bearer realm=\"" + notAzure.url() + "/oauth2/token\",service=\"s\""));
            AzureSettings azure = stand.azure(stand.workload(HOUR), AzureSettings.REGISTRY_SCOPE);
            AzureSettings azureOnly = new AzureSettings(
                    azure.identity(), azure.tenant(), azure.authority(), azure.scope(), azure.ca(), false);

            Failure failure = failure(
                    () -> FakeRegistry.client(notAzure.settings().as(new CredentialSource.AzureIdentity(azureOnly)))
                            .tags(notAzure.repository()));

            assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_HOST_REFUSED);
            assertThat(stand.entra.grants()).isEmpty();
            assertThat(notAzure.requests()).isEqualTo(1);
        }
        assertThat(AzureHosts.isRegistry("contoso.azurecr.io")).isTrue();
        assertThat(AzureHosts.isRegistry("Contoso.AzureCR.cn")).isTrue();
        assertThat(List.of(
                        "contoso.not-azurecr.io",
                        "not-azurecr.io",
                        ".azurecr.io",
                        "azurecr.io",
                        "a.azurecr.io.evil.example"))
                .noneMatch(AzureHosts::isRegistry);
    }

    @Test
    void realmElsewhereGetsNoToken() throws Exception {
        try (FakeRegistry registry = new FakeRegistry();
                FakeRegistry evil = new FakeRegistry()) {
            registry.then(status(401)
                    .addHeader("WWW-Authenticate", "Bearer realm=\"" + evil.url() + "/oauth2/token\",service=\"s\""));
            AzureSettings azure = stand.azure(stand.workload(HOUR), AzureSettings.REGISTRY_SCOPE);

            Failure failure =
                    failure(() -> FakeRegistry.client(registry.settings().as(new CredentialSource.AzureIdentity(azure)))
                            .tags(registry.repository()));

            assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_HOST_REFUSED);
            assertThat(evil.requests()).isZero();
            assertThat(stand.entra.grants()).as("Entra was not even asked").isEmpty();
        }
    }

    private Failure failed(RegistryClient client) {
        return failure(() -> client.tags(app));
    }

    private static RegistryClient client(RegistrySettings settings, AtomicReference<Instant> now) {
        return new HttpRegistryClient(new Registries(List.of(settings)), now::get);
    }
}
