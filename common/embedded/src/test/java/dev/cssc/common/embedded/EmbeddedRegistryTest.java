package dev.cssc.common.embedded;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class EmbeddedRegistryTest {
    @TempDir
    Path directory;

    @BeforeEach
    void requireRegistry() {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
    }

    private static HttpResponse<String> send(EmbeddedRegistry registry, String method, String path, String body)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
                .header("Content-Type", "application/vnd.oci.image.index.v1+json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void contentOutlivesTheProcess() throws Exception {
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
        int port;
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory)) {
            port = registry.port();
            assertThat(send(registry, "PUT", "/v2/app/manifests/1", index).statusCode())
                    .isEqualTo(201);
        }

        try (EmbeddedRegistry again =
                EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(directory).on(port))) {
            assertThat(again.host()).isEqualTo("127.0.0.1:" + port);
            assertThat(send(again, "GET", "/v2/app/tags/list", "").body()).contains("\"1\"");
        }
    }

    @Test
    void nobodyElseIsLetInWhereUsersAreGiven() throws Exception {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(directory)
                .onlyFor("robot:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"))) {
            assertThat(send(registry, "GET", "/v2/", "").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void takenPortIsNamed() {
        try (EmbeddedRegistry registry = EmbeddedRegistry.start(directory.resolve("one"))) {
            assertThatThrownBy(() -> EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(directory.resolve("two"))
                            .on(registry.port())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + registry.port());
        }
    }

    @Test
    void closedRegistryIsGone() {
        EmbeddedRegistry registry = EmbeddedRegistry.start(directory);
        assertThat(registry.isRunning()).isTrue();

        registry.close();

        assertThat(registry.isRunning()).isFalse();
    }
}
