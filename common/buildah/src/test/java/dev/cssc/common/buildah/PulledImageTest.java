package dev.cssc.common.buildah;

import com.sun.net.httpserver.HttpServer;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.testing.RegistryProxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against a real registry, whose requests are noted on the way. */
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class PulledImageTest {
    private static final Layer BASE = Layer.ofFiles(Map.of("etc/os-release", "ID=example\n"));
    private static final Layer OWN = Layer.ofFiles(Map.of("srv/app", "an application\n"));
    private static final Layer OTHER = Layer.ofFiles(Map.of("srv/app", "another\n"));

    @TempDir
    static Path shared;

    private static final List<String> REQUESTS = new CopyOnWriteArrayList<>();
    private static final List<String> WITHHELD = new CopyOnWriteArrayList<>();
    private static EmbeddedRegistry registry;
    private static RegistryProxy proxy;
    private static HttpServer server;
    private static String host;
    private static RegistryClient client;

    @TempDir
    Path directory;

    private LayerCache cache;

    @BeforeAll
    static void aRegistry() throws IOException {
        registry = EmbeddedRegistry.start(shared.resolve("registry"));
        proxy = new RegistryProxy(registry.host());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(Thread.ofVirtual().factory()));
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            REQUESTS.add(exchange.getRequestMethod() + " " + path);
            if (WITHHELD.contains(path)) {
                exchange.sendResponseHeaders(404, -1);
                exchange.close();
                return;
            }
            proxy.handle(exchange);
        });
        server.start();
        host = "127.0.0.1:" + server.getAddress().getPort();
        client = new HttpRegistryClient(new Registries(List.of(RegistrySettings.plain("test", host))));
    }

    @AfterAll
    static void theEnd() {
        server.stop(0);
        proxy.close();
        registry.close();
    }

    @BeforeEach
    void anEmptyCache() {
        REQUESTS.clear();
        WITHHELD.clear();
        cache = new LayerCache(directory.resolve("layers"), 1_000_000);
    }

    @Test
    void ofASecondImageOnTheSameBaseOnlyItsOwnLayersAreDownloaded() {
        PulledImage first = pull(image("app", BASE, OWN));
        PulledImage second = pull(image("other", BASE, OTHER));

        assertThat(downloads("app")).containsExactlyInAnyOrderElementsOf(blobs(first, 0, 2));
        assertThat(downloads("other")).containsExactlyInAnyOrderElementsOf(blobs(second, 1, 2));
        assertThat(second.directory()
                        .resolve(second.manifest().layers().getFirst().digest().hex()))
                .hasSameBinaryContentAs(first.directory()
                        .resolve(first.manifest().layers().getFirst().digest().hex()));
    }

    @Test
    void layerThatTheRegistryDoesNotShowToThisJobIsNotTakenFromTheCacheEither() {
        PulledImage theirs = pull(image("theirs", BASE, OWN));
        ImageReference foreign = image("foreign", BASE, OWN);
        WITHHELD.add("/v2/foreign/blobs/" + theirs.manifest().layers().getLast().digest());

        assertThatThrownBy(() -> pull(foreign)).isInstanceOfSatisfying(FailureException.class, e -> {
            assertThat(e.failure().reason()).isEqualTo(ReasonCode.MANIFEST_NOT_FOUND);
            assertThat(e.failure().detail()).contains("foreign", "has no layer");
        });
    }

    @Test
    void digestThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> pull(ImageReference.of(new Repository(host, "app"), Digest.of("nothing"))))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.MANIFEST_NOT_FOUND));
    }

    @Test
    void layerThatIsInAnImageTwiceIsOneFile() {
        PulledImage image = pull(image("twice", BASE, OWN, BASE));

        assertThat(image.manifest().layers()).hasSize(3);
        assertThat(downloads("twice")).hasSize(3).doesNotHaveDuplicates();
    }

    private PulledImage pull(ImageReference image) {
        Path to = directory.resolve("pulled-" + image.repository().path());
        PulledImage pulled = PulledImage.of(client, cache, image, to);
        assertThat(to.resolve("manifest.json")).exists();
        pulled.manifest()
                .layers()
                .forEach(layer -> assertThat(contentOf(to, layer)).isEqualTo(layer.digest()));
        return pulled;
    }

    private static Digest contentOf(Path directory, Descriptor layer) {
        try {
            return Digest.of(Files.readAllBytes(directory.resolve(layer.digest().hex())));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ImageReference image(String path, Layer... layers) {
        String digest = ImageBuild.of(layers).push(registry.host(), path, "1");
        return ImageReference.of(new Repository(host, path), new Digest(digest));
    }

    /** The config and these of the layers. */
    private static List<String> blobs(PulledImage image, int from, int to) {
        List<String> digests = new ArrayList<>();
        digests.add(image.manifest().config().digest().value());
        image.manifest()
                .layers()
                .subList(from, to)
                .forEach(layer -> digests.add(layer.digest().value()));
        return digests;
    }

    private static List<String> downloads(String repository) {
        String blobs = "GET /v2/" + repository + "/blobs/";
        return REQUESTS.stream()
                .filter(request -> request.startsWith(blobs))
                .map(request -> request.substring(blobs.length()))
                .toList();
    }
}
