package dev.cssc.patch.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.AzureSettings;
import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.DockerConfigDirectories;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.ManifestWriter;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistryConnections;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.testing.azure.AcrStandIn;
import dev.cssc.common.testing.azure.EntraStandIn;
import dev.cssc.common.testing.azure.OwnAuthority;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A registry that takes tokens of the stand-ins only, the product's client of it, and programs in place of the engines'. */
public final class AzureTestRegistry implements AutoCloseable {
    private final Path directory;
    private final EntraStandIn entra;
    public final AcrStandIn acr;
    public final Registries registries;
    public final RegistryClient client;
    public final DockerConfigDirectories credentials;

    public AzureTestRegistry(Path directory) throws IOException {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
        this.directory = directory;
        OwnAuthority authority = OwnAuthority.in(directory);
        entra = new EntraStandIn(authority);
        acr = new AcrStandIn(directory.resolve("registry"), authority, entra);
        Path assertion = Files.writeString(directory.resolve("assertion"), entra.federatedToken(Duration.ofHours(1)));
        registries = new Registries(List.of(RegistrySettings.plain("azure", acr.host())
                .as(new CredentialSource.AzureIdentity(new AzureSettings(
                        new AzureSettings.Identity.Workload(Optional.of(EntraStandIn.CLIENT), Optional.of(assertion)),
                        Optional.of(EntraStandIn.TENANT),
                        entra.url(),
                        AzureSettings.REGISTRY_SCOPE,
                        Optional.of(authority.pem()),
                        true)))));
        RegistryConnections connections = new RegistryConnections(registries);
        client = new HttpRegistryClient(connections);
        credentials = new DockerConfigDirectories(connections, directory);
    }

    /** A shell script in place of an engine's program. */
    public Path program(String name, String body) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    /** A request to patch {@code app:1}, which is not there, by way of {@code cssc-staging/app}. */
    public PatchRequest request() throws IOException {
        return request(Digest.of("child"));
    }

    /** The same of an image that is there: of no layers. */
    public PatchRequest requestOfAnImage() throws IOException {
        Repository app = new Repository(acr.host(), "app");
        byte[] config = "{\"os\":\"linux\",\"architecture\":\"amd64\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}"
                .getBytes(UTF_8);
        Digest digest = client.putBlob(app, config);
        return request(client.putManifest(
                app,
                ManifestWriter.manifest(
                        Descriptor.of(MediaType.OCI_CONFIG, digest, config.length), List.of(), Map.of())));
    }

    private PatchRequest request(Digest manifest) throws IOException {
        return new PatchRequest(
                new PinnedImage(new Repository(acr.host(), "app"), new Tag("1"), Digest.of("index")),
                manifest,
                Platform.of("linux", "amd64"),
                new OperatingSystem("debian", "12"),
                List.of(new PackageUpgrade("liblzma5", "1", "2", List.of())),
                new Repository(acr.host(), "cssc-staging/app"),
                new Tag("temporary"),
                Files.createDirectories(directory.resolve("work")));
    }

    /** This registry's entry in a Docker configuration. */
    public JsonNode entry(Path dockerConfig) throws IOException {
        return new ObjectMapper().readTree(dockerConfig.toFile()).path("auths").path(acr.host());
    }

    /** What the registry answers to a bearer of the token. */
    public int status(String method, String path, String token) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create("http://" + acr.host() + "/v2/" + path))
                                    .header("Authorization", "Bearer " + token)
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Override
    public void close() {
        acr.close();
        entra.close();
    }
}
