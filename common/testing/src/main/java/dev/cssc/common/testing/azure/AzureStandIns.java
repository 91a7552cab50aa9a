package dev.cssc.common.testing.azure;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.EmbeddedRegistry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * Both stand-ins as a program of their own, for tests that see the product from outside: {@code AzureStandIns DIRECTORY}. The registry holds
 * an image with pending updates, {@code demo/debian:12}. Writes {@code endpoints.json} into the directory once all answers, keeps a file
 * {@code minted} there of the tokens it gave, and ends when its standard input does.
 */
public final class AzureStandIns {
    private AzureStandIns() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]).toAbsolutePath();
        Path data = directory.resolve("registry");
        // The image comes in by the back door, while nobody stands before the registry.
        try (EmbeddedRegistry open = EmbeddedRegistry.start(data)) {
            DebianImage.of(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), System.out::println)
                    .push(open.host(), "demo/debian", "12");
        }
        OwnAuthority authority = OwnAuthority.in(directory);
        try (EntraStandIn entra = new EntraStandIn(authority);
                AcrStandIn acr = new AcrStandIn(data, authority, entra)) {
            Path secret = Files.writeString(directory.resolve("client-secret"), EntraStandIn.SECRET + "\n");
            Path assertion =
                    Files.writeString(directory.resolve("federated-token"), entra.federatedToken(Duration.ofHours(2)));
            write(
                    directory.resolve("endpoints.json"),
                    new ObjectMapper()
                            .writeValueAsBytes(Map.of(
                                    "registry", acr.host(),
                                    "authority", entra.url(),
                                    "ca", authority.pem().toString(),
                                    "tenant", EntraStandIn.TENANT,
                                    "client", EntraStandIn.CLIENT,
                                    "secretFile", secret.toString(),
                                    "federatedTokenFile", assertion.toString(),
                                    "observerToken",
                                            acr.observerToken(
                                                    "repository:demo/debian:pull",
                                                    "repository:cssc-staging/demo/debian:pull"))));
            acr.onMinted(minted ->
                    write(directory.resolve("minted"), String.join("\n", minted).getBytes(StandardCharsets.UTF_8)));
            while (System.in.read() >= 0) {
                // whoever started this program holds the other end
            }
        }
    }

    /** Whole or not at all. */
    private static void write(Path file, byte[] content) {
        try {
            Path unfinished = Files.write(file.resolveSibling(file.getFileName() + ".new"), content);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
