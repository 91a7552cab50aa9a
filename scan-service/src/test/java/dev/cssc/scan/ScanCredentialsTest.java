package dev.cssc.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.common.registry.AzureSettings;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.testing.azure.AcrStandIn;
import dev.cssc.common.testing.azure.EntraStandIn;
import dev.cssc.common.testing.azure.OwnAuthority;
import dev.cssc.scan.engine.RegistryAccess;
import dev.cssc.scan.engine.ScanRequest;
import dev.cssc.scan.engine.trivy.TestTrivyConfig;
import dev.cssc.scan.engine.trivy.TrivyEngine;
import dev.cssc.scan.image.ImageDocuments;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the scanner's process gets for a registry of Azure: reading one repository, and no more. */
class ScanCredentialsTest {
    @TempDir
    Path directory;

    private EntraStandIn entra;
    private AcrStandIn acr;
    private Repository repository;
    private RegistryAccess access;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
        OwnAuthority authority = OwnAuthority.in(directory);
        entra = new EntraStandIn(authority);
        acr = new AcrStandIn(directory.resolve("registry"), authority, entra);
        repository = new Repository(acr.host(), "app");
        Path assertion = Files.writeString(directory.resolve("assertion"), entra.federatedToken(Duration.ofHours(1)));
        RegistrySettings settings = RegistrySettings.plain("azure", acr.host())
                .as(new CredentialSource.AzureIdentity(new AzureSettings(
                        new AzureSettings.Identity.Workload(Optional.of(EntraStandIn.CLIENT), Optional.of(assertion)),
                        Optional.of(EntraStandIn.TENANT),
                        entra.url(),
                        AzureSettings.REGISTRY_SCOPE,
                        Optional.of(authority.pem()),
                        true)));
        Registries registries = new Registries(List.of(settings));
        access = new ConfiguredRegistryAccess(
                registries,
                new DockerConfigDirectories(registries, directory),
                new ImageDocuments(new HttpRegistryClient(registries), Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        if (acr != null) {
            acr.close();
            entra.close();
        }
    }

    @Test
    void trivyGetsATokenThatPullsTheImagesRepositoryAndNothingElse() throws Exception {
        Path seen = directory.resolve("seen.json");
        Path trivy = Files.writeString(
                directory.resolve("trivy"), "#!/bin/sh\ncp \"$DOCKER_CONFIG/config.json\" '" + seen + "'\nexit 7\n");
        Files.setPosixFilePermissions(trivy, PosixFilePermissions.fromString("rwx------"));
        Path work = Files.createDirectory(directory.resolve("work"));
        TrivyEngine engine = new TrivyEngine(
                new ChildProcesses(),
                access,
                new TestTrivyConfig(trivy.toString(), work, Duration.ofMinutes(10), 1_000_000));
        ScanRequest request = new ScanRequest(repository, Digest.of("x"), Platform.host(), work, Instant.now());

        assertThatThrownBy(() -> engine.scan(request)).isInstanceOf(FailureException.class);

        JsonNode entry =
                new ObjectMapper().readTree(seen.toFile()).path("auths").path(acr.host());
        assertThat(entry).hasSize(1);
        String token = entry.path("registrytoken").asText();
        assertThat(acr.minted()).containsExactly("refresh_token repository:app:pull");
        assertThat(status("GET", "app/tags/list", token)).isEqualTo(404);
        assertThat(status("POST", "app/blobs/uploads/", token)).as("pushing").isEqualTo(401);
        assertThat(status("GET", "other/tags/list", token))
                .as("reading another")
                .isEqualTo(401);
    }

    @Test
    void buildahGetsTheRefreshTokenWhichIsAllItTakes() throws Exception {
        try (RegistryAccess.Login login = access.login(repository, ChildTool.TAKES_PASSWORD, Duration.ofMinutes(5))) {
            String auth = new ObjectMapper()
                    .readTree(login.dockerConfig().resolve("config.json").toFile())
                    .path("auths")
                    .path(acr.host())
                    .path("auth")
                    .asText();
            assertThat(new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8))
                    .startsWith("00000000-0000-0000-0000-000000000000:ey");
        }
    }

    private int status(String method, String path, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create("http://" + acr.host() + "/v2/" + path))
                                    .header("Authorization", "Bearer " + token)
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
