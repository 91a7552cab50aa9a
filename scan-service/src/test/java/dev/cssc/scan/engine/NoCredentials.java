package dev.cssc.scan.engine;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ChildTool;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Anonymous access to registries without TLS; counts logins that were not closed. */
public final class NoCredentials implements RegistryAccess {

    private final Path directory;
    private final boolean plainHttp;
    private final Function<ImageReference, List<String>> layers;
    private int open;

    /** To registries that are there. */
    public NoCredentials(Path directory, boolean plainHttp) {
        this(directory, plainHttp, NoCredentials::layersInRegistry);
    }

    /** To registries that nobody asks but for an image's layers. */
    public NoCredentials(Path directory, boolean plainHttp, Function<ImageReference, List<String>> layers) {
        this.directory = directory;
        this.plainHttp = plainHttp;
        this.layers = layers;
    }

    /** Logins that nobody has closed. */
    public int open() {
        return open;
    }

    @Override
    public Login login(Repository repository, ChildTool tool, Duration step) {
        try {
            Files.writeString(directory.resolve("config.json"), "{\"auths\":{}}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open++;
        return new Login() {
            @Override
            public boolean plainHttp() {
                return plainHttp;
            }

            @Override
            public Optional<Path> certificates() {
                return Optional.empty();
            }

            @Override
            public Path dockerConfig() {
                return directory;
            }

            @Override
            public void close() {
                open--;
            }
        };
    }

    @Override
    public List<String> layers(Repository repository, Digest manifest) {
        return layers.apply(ImageReference.of(repository, manifest));
    }

    private static List<String> layersInRegistry(ImageReference image) {
        URI manifest = URI.create("http://" + image.repository().registry() + "/v2/"
                + image.repository().path() + "/manifests/" + image.digest().orElseThrow());
        HttpRequest ask = HttpRequest.newBuilder(manifest)
                .header("Accept", MediaType.OCI_MANIFEST)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            byte[] content = http.send(ask, BodyHandlers.ofByteArray()).body();
            return ImageManifest.parse(new RawManifest(MediaType.OCI_MANIFEST, content)).layers().stream()
                    .map(layer -> layer.digest().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
