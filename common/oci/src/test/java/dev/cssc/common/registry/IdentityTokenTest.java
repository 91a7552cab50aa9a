package dev.cssc.common.registry;

import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static dev.cssc.common.registry.FakeRegistry.ok;
import static dev.cssc.common.registry.FakeRegistry.status;
import static org.assertj.core.api.Assertions.assertThat;

/** Tokens of Docker's configuration at a registry of the distribution spec. */
class IdentityTokenTest {
    @TempDir
    Path directory;

    private FakeRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new FakeRegistry();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private Registries with(String entry) throws Exception {
        Path file = Files.writeString(
                directory.resolve("config.json"), "{\"auths\":{\"" + registry.host() + "\":" + entry + "}}");
        return new Registries(List.of(registry.settings().as(new CredentialSource.DockerConfig(file))));
    }

    private FakeRegistry challenge() {
        return registry.then(status(401)
                .addHeader(
                        "WWW-Authenticate", "Bearer realm=\"" + registry.url() + "/token\",service=\"the registry\""));
    }

    @Test
    void identityTokenIsExchangedByPost() throws Exception {
        challenge().then(ok("{\"access_token\":\"access1\"}")).then(status(200));

        new HttpRegistryClient(with("{\"identitytoken\":\"id1\"}")).blobExists(registry.repository(), Digest.of("x"));

        registry.asked();
        RecordedRequest exchange = registry.asked();
        assertThat(exchange.getMethod()).isEqualTo("POST");
        assertThat(exchange.getHeaders().get("Authorization")).isNull();
        assertThat(exchange.getBody().utf8().split("&"))
                .containsExactlyInAnyOrder(
                        "grant_type=refresh_token",
                        "service=the+registry",
                        "client_id=cssc",
                        "scope=repository%3Aapp%3Apull",
                        "refresh_token=id1");
        assertThat(registry.asked().getHeaders().get("Authorization")).isEqualTo("Bearer access1");
    }

    @Test
    void refusedIdentityTokenIsReadOnceMoreAndThenSaid() throws Exception {
        challenge().then(status(401)).then(status(401));

        var failure =
                failure(() -> new HttpRegistryClient(with("{\"identitytoken\":\"id1\"}")).tags(registry.repository()));

        assertThat(failure.reason()).isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
        assertThat(failure.detail()).contains("fetching a token").doesNotContain("id1");
        assertThat(registry.requests()).isEqualTo(3);
    }

    @Test
    void registryTokenIsShownAsItIs() throws Exception {
        challenge().then(status(200));

        new HttpRegistryClient(with("{\"registrytoken\":\"reg1\"}")).blobExists(registry.repository(), Digest.of("x"));

        registry.asked();
        assertThat(registry.asked().getHeaders().get("Authorization")).isEqualTo("Bearer reg1");
        assertThat(registry.requests()).isEqualTo(2);
    }

    @Test
    void childGetsAScopedTokenWhereItLivesLongEnoughAndElseTheMeansToGetOne() throws Exception {
        RepositoryAccess access = RepositoryAccess.pull(registry.repository());
        DockerConfigDirectories directories =
                new DockerConfigDirectories(with("{\"identitytoken\":\"id1\"}"), directory);
        challenge().then(ok("{\"access_token\":\"access1\",\"expires_in\":3600}"));
        try (DockerConfigDirectory child =
                directories.create(Set.of(access), ChildTool.TAKES_REGISTRY_TOKEN, Duration.ofMinutes(30))) {
            assertThat(child.file())
                    .content()
                    .contains("\"registrytoken\":\"access1\"")
                    .doesNotContain("id1");
        }
        challenge().then(ok("{\"access_token\":\"access2\",\"expires_in\":300}"));
        try (DockerConfigDirectory child =
                directories.create(Set.of(access), ChildTool.TAKES_REGISTRY_TOKEN, Duration.ofMinutes(30))) {
            assertThat(child.file())
                    .content()
                    .contains("\"identitytoken\":\"id1\"")
                    .doesNotContain("access2");
        }
    }

    @Test
    void childThatTakesNoRegistryTokenIsNotStartedWithOne() throws Exception {
        DockerConfigDirectories directories =
                new DockerConfigDirectories(with("{\"registrytoken\":\"reg1\"}"), directory);

        var failure = failure(() -> directories.create(
                Set.of(RepositoryAccess.pull(registry.repository())), ChildTool.TAKES_PASSWORD, Duration.ZERO));

        assertThat(failure.reason()).isEqualTo(ReasonCode.CREDENTIALS_UNUSABLE);
        assertThat(failure.detail()).doesNotContain("reg1");
    }
}
