package dev.cssc.common.testing.azure;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * Both stand-ins as a program of their own, for tests that see the product from outside: {@code AzureStandIns DIRECTORY}. Writes
 * {@code endpoints.json} there once all answers, and ends when its standard input does.
 */
public final class AzureStandIns {
    private AzureStandIns() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]).toAbsolutePath();
        OwnAuthority authority = OwnAuthority.in(directory);
        try (EntraStandIn entra = new EntraStandIn(authority);
                AcrStandIn acr = new AcrStandIn(directory.resolve("registry"), authority, entra)) {
            Path assertion =
                    Files.writeString(directory.resolve("federated-token"), entra.federatedToken(Duration.ofHours(2)));
            Path secret = Files.writeString(directory.resolve("client-secret"), EntraStandIn.SECRET + "\n");
            Path unfinished = directory.resolve("endpoints.json.new");
            new ObjectMapper()
                    .writeValue(
                            unfinished.toFile(),
                            Map.of(
                                    "registry", acr.host(),
                                    "service", AcrStandIn.SERVICE,
                                    "authority", entra.url(),
                                    "ca", authority.pem().toString(),
                                    "tenant", EntraStandIn.TENANT,
                                    "client", EntraStandIn.CLIENT,
                                    "secretFile", secret.toString(),
                                    "federatedTokenFile", assertion.toString()));
            Files.move(unfinished, directory.resolve("endpoints.json"), StandardCopyOption.ATOMIC_MOVE);
            while (System.in.read() >= 0) {
                // whoever started this program holds the other end
            }
            Files.write(directory.resolve("minted"), acr.minted());
        }
    }
}
