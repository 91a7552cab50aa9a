package dev.cssc.patch.graft;

import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageManifest;

import java.util.ArrayList;
import java.util.List;

/**
 * The layers of an image, and what its configuration says about how programs run in it.
 *
 * @param layers lowest first
 * @param environment variables, each {@code NAME=value}
 */
public record ImageLayers(List<Layer> layers, List<String> environment) {
    public ImageLayers {
        layers = List.copyOf(layers);
        environment = List.copyOf(environment);
    }

    /**
     * One layer.
     *
     * @param descriptor as the manifest has it
     * @param diffId digest of the unpacked layer, as the configuration has it
     */
    public record Layer(Descriptor descriptor, Digest diffId) {
        /** Digest of the layer as the registry has it. */
        public Digest digest() {
            return descriptor.digest();
        }

        boolean isSame(Layer other) {
            return digest().equals(other.digest()) && diffId.equals(other.diffId);
        }
    }

    /**
     * Reads them off the two documents.
     *
     * @throws dev.cssc.common.failure.FailureException {@code MANIFEST_INVALID}
     */
    public static ImageLayers of(ImageManifest manifest, ImageConfig config) {
        List<Digest> diffIds = config.diffIds();
        List<Layer> layers = new ArrayList<>();
        // Of an image whose documents do not fit together nothing is shared.
        if (diffIds.size() == manifest.layers().size()) {
            for (int i = 0; i < diffIds.size(); i++) {
                layers.add(new Layer(manifest.layers().get(i), diffIds.get(i)));
            }
        }
        return new ImageLayers(layers, config.env());
    }

    /** How many layers both begin with. */
    public int sharedWith(ImageLayers other) {
        int count = 0;
        while (count < layers.size()
                && count < other.layers.size()
                && layers.get(count).isSame(other.layers.get(count))) {
            count++;
        }
        return count;
    }

    /** True where the other one begins with all of these layers and has more. */
    public boolean liesBelow(ImageLayers other) {
        return !layers.isEmpty() && other.layers.size() > layers.size() && sharedWith(other) == layers.size();
    }

    /** The layers from that one on. */
    public List<Layer> from(int index) {
        return layers.subList(index, layers.size());
    }

    /** The layers below that one. */
    public List<Layer> upTo(int index) {
        return layers.subList(0, index);
    }
}
