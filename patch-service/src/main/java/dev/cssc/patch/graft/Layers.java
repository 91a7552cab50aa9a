package dev.cssc.patch.graft;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.layer.LayerFile;
import dev.cssc.common.layer.LayerLimits;
import dev.cssc.common.layer.LayerPaths;
import dev.cssc.common.layer.LayerReader;
import dev.cssc.common.layer.LayerReading;
import dev.cssc.common.registry.RegistryClient;
import jakarta.enterprise.context.ApplicationScoped;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which paths layers touch: read from the registry the first time, remembered from then on. */
@ApplicationScoped
public class Layers {
    private final RegistryClient registry;
    private final LayerStore store;
    private final LayerReader reader;
    private final LayerLimits limits;

    Layers(RegistryClient registry, LayerStore store, GraftConfig config) {
        this.registry = registry;
        this.store = store;
        this.limits = new LayerLimits(config.largestLayer().asLongValue(), config.mostEntries());
        this.reader = new LayerReader(limits);
    }

    /** A layer that cannot be read, and why. */
    public static final class UnreadableLayerException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableLayerException(Digest layer, String why) {
            super(layer + ": " + why);
        }
    }

    /**
     * The paths of each of the layers.
     *
     * @throws UnreadableLayerException where one of them cannot be read, or is not what the image's configuration says it is
     * @throws FailureException where the registry does not give it
     */
    public List<LayerPaths> paths(Repository repository, List<ImageLayers.Layer> layers) {
        List<LayerPaths> all = new ArrayList<>();
        for (ImageLayers.Layer layer : layers) {
            all.add(
                    switch (reading(repository, layer)) {
                        case LayerReading.Read(LayerPaths paths, Digest diffId) -> {
                            if (!diffId.equals(layer.diffId())) {
                                throw new UnreadableLayerException(
                                        layer.digest(), "it is not what the image's configuration says");
                            }
                            yield paths;
                        }
                        case LayerReading.Unreadable(String why) ->
                            throw new UnreadableLayerException(layer.digest(), why);
                    });
        }
        return all;
    }

    /**
     * Some files of a layer, by path; what is no regular file in it is left out. Nothing of it is remembered.
     *
     * @throws UnreadableLayerException where it cannot be read
     * @throws FailureException where the registry does not give it
     */
    public Map<String, LayerFile> files(Repository repository, ImageLayers.Layer layer, Set<String> wanted) {
        try (InputStream blob = registry.openBlob(repository, layer.digest())) {
            return reader.files(blob, layer.descriptor().mediaType(), wanted)
                    .orElseThrow(() -> new UnreadableLayerException(layer.digest(), "its files cannot be read"));
        } catch (IOException e) {
            throw new UncheckedIOException("closing a layer of " + repository, e);
        }
    }

    private LayerReading reading(Repository repository, ImageLayers.Layer layer) {
        return store.find(layer.digest()).orElseGet(() -> {
            LayerReading reading = layer.descriptor().size() > limits.bytes()
                    ? new LayerReading.Unreadable("it is larger than " + limits.bytes() + " bytes")
                    : read(repository, layer);
            store.keep(layer.digest(), reading);
            return reading;
        });
    }

    private LayerReading read(Repository repository, ImageLayers.Layer layer) {
        try (InputStream blob = registry.openBlob(repository, layer.digest())) {
            return reader.read(blob, layer.descriptor().mediaType());
        } catch (IOException e) {
            throw new UncheckedIOException("closing a layer of " + repository, e);
        }
    }
}
