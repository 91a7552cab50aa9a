package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/** The registry as it is, by plain HTTP. */
final class Registry {
    private static final String ACCEPT = String.join(
            ", ",
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final String host;
    private final Optional<String> token;

    Registry(String host) {
        this(host, Optional.empty());
    }

    /** A registry that wants to see a token. */
    Registry(String host, Optional<String> token) {
        this.host = host;
        this.token = token;
    }

    /** An image of one platform. */
    record Image(String digest, JsonNode manifest, JsonNode config) {
        List<String> layers() {
            return StreamSupport.stream(manifest.get("layers").spliterator(), false)
                    .map(l -> l.get("digest").asText())
                    .toList();
        }

        long topLayerSize() {
            JsonNode layers = manifest.get("layers");
            return layers.get(layers.size() - 1).get("size").asLong();
        }
    }

    Image image(String repository, String reference) {
        HttpResponse<byte[]> response = get("/v2/" + repository + "/manifests/" + reference);
        if (response.statusCode() != 200) {
            throw new AssertionError(repository + ":" + reference + " answers " + response.statusCode());
        }
        JsonNode manifest = json(response.body());
        JsonNode config = json(blob(repository, manifest.at("/config/digest").asText()));
        return new Image(response.headers().firstValue("Docker-Content-Digest").orElseThrow(), manifest, config);
    }

    List<String> tags(String repository) {
        HttpResponse<byte[]> response = get("/v2/" + repository + "/tags/list");
        if (response.statusCode() == 404) {
            return List.of();
        }
        List<String> tags = new ArrayList<>();
        json(response.body()).path("tags").forEach(tag -> tags.add(tag.asText()));
        return tags.stream().sorted().toList();
    }

    byte[] blob(String repository, String digest) {
        HttpResponse<byte[]> response = get("/v2/" + repository + "/blobs/" + digest);
        if (response.statusCode() != 200) {
            throw new AssertionError("blob " + digest + " of " + repository + " answers " + response.statusCode());
        }
        return response.body();
    }

    /** The files of the image's top layer: path to content (empty for what is no regular file). */
    Map<String, byte[]> topLayer(String repository, Image image) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(
                new ByteArrayInputStream(blob(repository, image.layers().getLast()))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName().replaceFirst("^\\./", ""), entry.isFile() ? tar.readAllBytes() : new byte[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Makes the image available under another name, without moving its bytes. */
    void copy(String repository, String reference, String toRepository, String toTag) {
        copy(
                image(repository, reference),
                get("/v2/" + repository + "/manifests/" + reference).body(),
                repository,
                toRepository,
                toTag);
    }

    /** The same as an image of its own: nobody has seen its digest before. */
    void copyAnew(String repository, String reference, String toRepository, String toTag) {
        Image image = image(repository, reference);
        ObjectNode manifest = image.manifest().deepCopy();
        manifest.withObject("/annotations").put("dev.cssc.e2e.copy", toRepository + ":" + toTag);
        copy(image, manifest.toString().getBytes(StandardCharsets.UTF_8), repository, toRepository, toTag);
    }

    private void copy(Image image, byte[] manifest, String repository, String toRepository, String toTag) {
        List<String> blobs = new ArrayList<>(image.layers());
        blobs.add(image.manifest().at("/config/digest").asText());
        blobs.forEach(digest -> send(
                request("/v2/" + toRepository + "/blobs/uploads/?mount=" + digest + "&from=" + repository)
                        .POST(HttpRequest.BodyPublishers.noBody()),
                201));
        send(
                request("/v2/" + toRepository + "/manifests/" + toTag)
                        .header(
                                "Content-Type",
                                image.manifest().get("mediaType").asText())
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest)),
                201);
    }

    private HttpResponse<byte[]> get(String path) {
        return send(request(path).header("Accept", ACCEPT).GET(), 0);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + host + path));
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request, int expected) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (expected != 0 && response.statusCode() != expected) {
                throw new AssertionError(response.request() + " answers " + response.statusCode() + " "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static JsonNode json(byte[] content) {
        try {
            return JSON.readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
