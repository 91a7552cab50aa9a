package dev.cssc.bench;

import dev.cssc.common.image.Digest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A repository with many tags, as a project has it after some years: releases, half of them with a patch, and a build of each commit. Every
 * tag has a manifest of its own; patches name their source in {@code org.opencontainers.image.base.digest}.
 */
final class ManyTags {
    static final String REPOSITORY = "bench/many-tags";

    private static final int WRITERS = 8;
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;

    private ManyTags(String registry) {
        this.root = URI.create("http://" + registry);
    }

    /** Of ten tags, this many are releases, patches of releases, and builds of commits. */
    private static String tag(int number) {
        int release = number / 10 * 4 + number % 10;
        return switch (number % 10) {
            case 0, 1, 2, 3 -> "%d.%d.%d".formatted(1 + release / 2_000, release / 20 % 100, release % 20);
            case 4, 5 -> tag(number - 4) + "-1";
            default -> "sha-%08x".formatted(number * 0x9E3779B1);
        };
    }

    /** The releases among the first {@code n} tags. */
    static List<String> releases(int n) {
        List<String> releases = new ArrayList<>();
        for (int number = 0; number < n; number++) {
            if (number % 10 < 4) {
                releases.add(tag(number));
            }
        }
        return releases;
    }

    /** Pushes {@code n} tags to a registry of this machine. */
    static void push(String registry, int n) {
        ManyTags tags = new ManyTags(registry);
        tags.pushBlob();
        try (ExecutorService writers = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<?>> pushed = new ArrayList<>();
            for (int number = 0; number < n; number++) {
                int each = number;
                pushed.add(writers.submit(() -> tags.pushManifest(each)));
            }
            for (Future<?> push : pushed) {
                push.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("pushing " + n + " tags to " + registry, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tags were pushed", e);
        }
    }

    private void pushBlob() {
        HttpResponse<String> started =
                send(HttpRequest.newBuilder(root.resolve("/v2/" + REPOSITORY + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody())
                        .build());
        String location = started.headers().firstValue("Location").orElseThrow();
        send(HttpRequest.newBuilder(root.resolve(location + (location.contains("?") ? "&" : "?") + "digest="
                        + Digest.of(EMPTY).value()))
                .PUT(BodyPublishers.ofByteArray(EMPTY))
                .build());
    }

    private void pushManifest(int number) {
        send(HttpRequest.newBuilder(root.resolve("/v2/" + REPOSITORY + "/manifests/" + tag(number)))
                .header("Content-Type", MANIFEST)
                .PUT(BodyPublishers.ofByteArray(manifest(number)))
                .build());
    }

    private static byte[] manifest(int number) {
        String blob = "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}";
        String digest = Digest.of(EMPTY).value();
        boolean patch = number % 10 == 4 || number % 10 == 5;
        String base = patch
                ? ",\"org.opencontainers.image.base.digest\":\""
                        + Digest.of(manifest(number - 4)).value() + "\""
                : "";
        return ("{\"schemaVersion\":2,\"mediaType\":\"" + MANIFEST + "\",\"config\":"
                        + blob.formatted("application/vnd.oci.image.config.v1+json", digest, EMPTY.length)
                        + ",\"layers\":["
                        + blob.formatted("application/vnd.oci.image.layer.v1.tar", digest, EMPTY.length)
                        + "],\"annotations\":{\"number\":\"" + number + "\"" + base + "}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(request.method() + " " + request.uri() + " answered "
                        + response.statusCode() + ": " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException("the registry at " + root + " does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
