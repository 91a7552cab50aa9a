package dev.cssc.common.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.process.WorkDirectories;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** One image's layers, unpacked in a storage of their own that is only read from then on. Guarded by {@link UnpackedImages}. */
final class UnpackedImage {
    private static final Logger LOG = Logger.getLogger(UnpackedImage.class);

    private final WorkDirectories.Held directory;
    private final BuildahStore store;
    private final List<Digest> layers;
    private final Seal seal;
    private int users;

    private UnpackedImage(WorkDirectories.Held directory, BuildahStore store, List<Digest> layers, Seal seal) {
        this.directory = directory;
        this.store = store;
        this.layers = layers;
        this.seal = seal;
    }

    /** Unpacks it. The directory is this object's from now on, and is removed where it fails. */
    static UnpackedImage of(PulledImage image, WorkDirectories.Held directory, Function<Path, BuildahStore> stores) {
        BuildahStore store;
        try {
            store = stores.apply(directory.path());
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
        try {
            store.unpack(image);
            return new UnpackedImage(directory, store, image.layerDigests(), Seal.of(store.root()));
        } catch (IOException e) {
            clear(directory, store);
            throw Failure.of(ReasonCode.DISK_FULL, "looking at what was unpacked in " + store.root() + ": " + e)
                    .toException(e);
        } catch (RuntimeException e) {
            clear(directory, store);
            throw e;
        }
    }

    /** Where Buildah finds the layers. */
    Path root() {
        return store.root();
    }

    long bytes() {
        return seal.bytes();
    }

    /** How many of the layers, from the lowest, are here. */
    int covers(List<Digest> wanted) {
        return common(layers, wanted);
    }

    /** How many layers two images have in common, from the lowest. */
    static int common(List<Digest> one, List<Digest> other) {
        int common = 0;
        while (common < Math.min(one.size(), other.size()) && one.get(common).equals(other.get(common))) {
            common++;
        }
        return common;
    }

    /** True where nobody changed anything since it was unpacked. */
    boolean untouched() {
        try {
            return Seal.of(store.root()).equals(seal);
        } catch (IOException e) {
            LOG.warnf("unpacked layers in %s cannot be read: %s", store.root(), e);
            return false;
        }
    }

    boolean used() {
        return users > 0;
    }

    void taken() {
        users++;
    }

    void released() {
        users--;
    }

    /** Removes it. What cannot be removed is left, and the log says so: whoever asks for it has done nothing wrong. */
    void clear() {
        clear(directory, store);
    }

    private static void clear(WorkDirectories.Held directory, BuildahStore store) {
        try (directory) {
            store.close();
        } catch (RuntimeException e) {
            LOG.warnf("unpacked layers in %s could not be removed in order: %s", directory.path(), e.getMessage());
        }
    }
}
