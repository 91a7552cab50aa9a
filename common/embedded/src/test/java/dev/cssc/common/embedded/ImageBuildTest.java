package dev.cssc.common.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** Against Debian's docker-registry: what was pushed is read back without any class of ours. */
class ImageBuildTest {
    @TempDir
    static Path directory;

    private static EmbeddedRegistry registry;

    @BeforeAll
    static void startRegistry() {
        assumeThat(EmbeddedRegistry.isInstalled())
                .as("skipped: docker-registry is not on PATH; .ci/run installs it")
                .isTrue();
        registry = EmbeddedRegistry.start(directory);
    }

    @AfterAll
    static void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + registry.host() + path))
                .header("Accept", ImageBuild.MANIFEST_TYPE)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void whatWasPushedIsReadBackUnderItsTagAndDigest() throws Exception {
        String digest = ImageBuild.scratch()
                .plus(Layer.ofFiles(Map.of("etc/motd", "welcome\n")))
                .configured(DebianImage.CONFIG)
                .annotated("org.opencontainers.image.title", "greeting")
                .push(registry.host(), "some/image", "1");

        assertThat(get("/v2/some/image/manifests/1").headers().firstValue("Docker-Content-Digest"))
                .contains(digest);
        JsonNode manifest = json("/v2/some/image/manifests/" + digest);
        assertThat(manifest.at("/annotations/org.opencontainers.image.title").asText())
                .isEqualTo("greeting");
        assertThat(manifest.get("layers")).hasSize(2);
        JsonNode config =
                json("/v2/some/image/blobs/" + manifest.at("/config/digest").asText());
        assertThat(config.at("/config/User").asText()).isEqualTo("1000:1000");
        assertThat(config.at("/config/Entrypoint/0").asText()).isEqualTo("/usr/bin/env");
        assertThat(config.at("/rootfs/diff_ids")).hasSize(2);
    }

    @Test
    void theSameImageHasTheSameDigestInEveryRepository() {
        String one = ImageBuild.scratch().configured(DebianImage.CONFIG).push(registry.host(), "one", "1");
        String other = ImageBuild.scratch().configured(DebianImage.CONFIG).push(registry.host(), "other", "2");

        assertThat(one).isEqualTo(other);
    }

    @Test
    void aChildBeginsWithItsParentsLayers() {
        ImageBuild parent = ImageBuild.scratch();
        ImageBuild child = parent.plus(Layer.ofFiles(Map.of("more", "text")));

        assertThat(child.layers())
                .startsWith(parent.layers().toArray(Layer[]::new))
                .hasSize(2);
        assertThat(List.of(
                        child.push(registry.host(), "family", "child"),
                        parent.push(registry.host(), "family", "parent")))
                .doesNotHaveDuplicates();
    }
}
