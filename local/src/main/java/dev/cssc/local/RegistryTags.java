package dev.cssc.local;

import dev.cssc.cli.command.CliException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What is in the local registry. */
final class RegistryTags {
    private RegistryTags() {}

    /**
     * True where the registry has the tag. Only its 404 means that it has not.
     *
     * @throws CliException where it answers anything else, or does not answer
     */
    static boolean has(String registry, String repository, String tag) {
        URI manifest = URI.create("http://" + registry + "/v2/" + repository + "/manifests/" + tag);
        HttpRequest request = HttpRequest.newBuilder(manifest)
                .timeout(Duration.ofSeconds(10))
                .header("Accept", "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json")
                .method("HEAD", BodyPublishers.noBody())
                .build();
        try {
            int status = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.discarding())
                    .statusCode();
            return switch (status) {
                case 200 -> true;
                case 404 -> false;
                default -> throw new CliException("The registry answered " + status + " to HEAD " + manifest + ".");
            };
        } catch (IOException e) {
            throw new CliException("The registry at " + registry + " does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while asking the registry at " + registry + ".");
        }
    }
}
