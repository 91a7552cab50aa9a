package dev.cssc.common.registry;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.AzureSettings.Identity;
import dev.cssc.common.testing.azure.AcrStandIn;
import dev.cssc.common.testing.azure.EntraStandIn;
import dev.cssc.common.testing.azure.OwnAuthority;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Stand-ins of Entra and of Azure's registry for one test, and the settings of a client of theirs. */
final class AzureStand implements AutoCloseable {
    private final Path directory;
    /** One for all tests: making it takes a second. */
    private static Optional<OwnAuthority> made = Optional.empty();

    private final OwnAuthority authority;
    final EntraStandIn entra;
    final AcrStandIn acr;

    AzureStand(Path directory) {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
        this.directory = directory;
        authority = authority();
        entra = new EntraStandIn(authority);
        acr = new AcrStandIn(directory.resolve("registry"), authority, entra);
    }

    private static synchronized OwnAuthority authority() {
        OwnAuthority authority = made.orElseGet(() -> {
            try {
                return OwnAuthority.in(Files.createTempDirectory(Path.of("target"), "authority-"));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        made = Optional.of(authority);
        return authority;
    }

    Repository repository(String path) {
        return new Repository(acr.host(), path);
    }

    Identity workload(Duration life) throws IOException {
        Path token = Files.writeString(directory.resolve("federated"), entra.federatedToken(life));
        return new Identity.Workload(Optional.of(EntraStandIn.CLIENT), Optional.of(token));
    }

    Path secretFile() {
        return directory.resolve("secret");
    }

    Identity servicePrincipal(String secret) throws IOException {
        Files.writeString(secretFile(), secret + "\n");
        return new Identity.ServicePrincipal(EntraStandIn.CLIENT, new Secret.FromFile(secretFile()));
    }

    AzureSettings azure(Identity identity, String scope) {
        return new AzureSettings(
                identity,
                Optional.of(EntraStandIn.TENANT),
                entra.url(),
                scope,
                Optional.of(authority.pem().toAbsolutePath()),
                true);
    }

    RegistrySettings settings(Identity identity) {
        return settings(azure(identity, AzureSettings.REGISTRY_SCOPE));
    }

    RegistrySettings settings(AzureSettings azure) {
        return RegistrySettings.plain("azure", acr.host())
                .as(new CredentialSource.AzureIdentity(azure))
                .within(FakeRegistry.IMPATIENT);
    }

    RegistryClient client(Identity identity) {
        return new HttpRegistryClient(new Registries(List.of(settings(identity))));
    }

    @Override
    public void close() {
        acr.close();
        entra.close();
    }
}
