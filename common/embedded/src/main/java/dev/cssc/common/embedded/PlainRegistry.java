package dev.cssc.common.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The writing half of the distribution API that making an example image takes, against a registry of this machine: plain HTTP, no
 * credentials, monolithic uploads. Kept apart from the product's own client, so that tests which use it check that client from outside.
 */
final class PlainRegistry {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI root;
    private final String repository;

    PlainRegistry(String host, String repository) {
        this.root = URI.create("http://" + host);
        this.repository = repository;
    }

    /** Uploads a blob unless the repository has it. */
    void putBlob(String digest, BodyPublisher body) {
        URI blob = root.resolve("/v2/" + repository + "/blobs/" + digest);
        HttpRequest ask = request(blob).method("HEAD", BodyPublishers.noBody()).build();
        if (send(ask).statusCode() == 200) {
            return;
        }
        URI uploads = root.resolve("/v2/" + repository + "/blobs/uploads/");
        HttpResponse<String> started =
                send(request(uploads).POST(BodyPublishers.noBody()).build(), 202);
        String location = started.headers()
                .firstValue("Location")
                .orElseThrow(() -> new IllegalStateException(uploads + " answered without a Location"));
        String separator = location.contains("?") ? "&" : "?";
        URI upload = root.resolve(location + separator + "digest=" + digest);
        send(
                request(upload)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(body)
                        .build(),
                201);
    }

    /** Uploads a small blob. */
    void putBlob(byte[] bytes) {
        putBlob(Layer.sha256(bytes), BodyPublishers.ofByteArray(bytes));
    }

    /** Puts a manifest under a tag and answers its digest. */
    String putManifest(String tag, String mediaType, byte[] manifest) {
        URI target = root.resolve("/v2/" + repository + "/manifests/" + tag);
        send(
                request(target)
                        .header("Content-Type", mediaType)
                        .PUT(BodyPublishers.ofByteArray(manifest))
                        .build(),
                201);
        return Layer.sha256(manifest);
    }

    private static HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest request, int expected) {
        HttpResponse<String> response = send(request);
        if (response.statusCode() != expected) {
            throw new IllegalStateException(request.method() + " " + request.uri() + " answered "
                    + response.statusCode() + " instead of " + expected + ": " + response.body());
        }
        return response;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException("the registry at " + root + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to the registry at " + root, e);
        }
    }
}
