package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

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

    /** Whether a manifest of that digest is there, tagged or not. */
    boolean holds(String repository, String digest) {
        return get("/v2/" + repository + "/manifests/" + digest).statusCode() == 200;
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
        copyWithAnnotation(repository, reference, toRepository, toTag, "dev.cssc.e2e.copy", toRepository + ":" + toTag);
    }

    /** The same with one more annotation. */
    void copyWithAnnotation(
            String repository, String reference, String toRepository, String toTag, String key, String value) {
        Image image = image(repository, reference);
        ObjectNode manifest = image.manifest().deepCopy();
        manifest.withObject("/annotations").put(key, value);
        copy(image, manifest.toString().getBytes(StandardCharsets.UTF_8), repository, toRepository, toTag);
    }

    /** The same with one more layer, which holds a file of that path. */
    void copyWithFile(String repository, String reference, String toRepository, String toTag, String path) {
        copyWithFile(repository, reference, toRepository, toTag, path, path);
    }

    /** The same with that content. */
    void copyWithFile(
            String repository, String reference, String toRepository, String toTag, String path, String content) {
        Image image = image(repository, reference);
        byte[] tar = tar(path, content.getBytes(StandardCharsets.UTF_8));
        byte[] layer = gzip(tar);
        ObjectNode config = image.config().deepCopy();
        ((ArrayNode) config.at("/rootfs/diff_ids")).add(digest(tar));
        config.remove("history");
        byte[] configuration = config.toString().getBytes(StandardCharsets.UTF_8);
        ObjectNode manifest = image.manifest().deepCopy();
        manifest.withObject("/config").put("digest", digest(configuration)).put("size", configuration.length);
        ((ArrayNode) manifest.get("layers"))
                .addObject()
                .put("mediaType", "application/vnd.oci.image.layer.v1.tar+gzip")
                .put("digest", digest(layer))
                .put("size", layer.length);
        image.layers().forEach(blob -> mount(blob, repository, toRepository));
        upload(toRepository, layer);
        upload(toRepository, configuration);
        put(toRepository, toTag, image, manifest.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void copy(Image image, byte[] manifest, String repository, String toRepository, String toTag) {
        image.layers().forEach(blob -> mount(blob, repository, toRepository));
        mount(image.manifest().at("/config/digest").asText(), repository, toRepository);
        put(toRepository, toTag, image, manifest);
    }

    private void mount(String digest, String repository, String toRepository) {
        send(
                request("/v2/" + toRepository + "/blobs/uploads/?mount=" + digest + "&from=" + repository)
                        .POST(HttpRequest.BodyPublishers.noBody()),
                201);
    }

    private void upload(String repository, byte[] content) {
        String location = send(
                        request("/v2/" + repository + "/blobs/uploads/").POST(HttpRequest.BodyPublishers.noBody()), 202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        URI upload = URI.create("http://" + host).resolve(location);
        send(
                request(upload.getPath() + "?" + upload.getQuery() + "&digest=" + digest(content))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(content)),
                201);
    }

    private void put(String repository, String tag, Image like, byte[] manifest) {
        send(
                request("/v2/" + repository + "/manifests/" + tag)
                        .header("Content-Type", like.manifest().get("mediaType").asText())
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest)),
                201);
    }

    private static byte[] tar(String path, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(path);
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
