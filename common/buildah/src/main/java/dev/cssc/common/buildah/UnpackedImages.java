package dev.cssc.common.buildah;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.process.WorkDirectories;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Images of this process that are kept unpacked, so that another image on the same layers need not unpack them. A job reads them below its own
 * storage and cannot write into them; that nobody else did is seen from their {@link Seal} before a job begins and before its result counts.
 *
 * <p>An image is kept where none of its layers is there yet, or where it shares more of them with an image that was here lately than is there:
 * one that shares nothing more is put on what there is, and its own layers are unpacked for it alone. The one used longest ago goes first.
 */
final class UnpackedImages implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(UnpackedImages.class);
    private static final int MOST_RECENT = 256;
    /** The kernel takes a page of mount options, and Buildah does not shorten the names of other storages' layers; some room is for its own. */
    private static final int MOST_OPTIONS = 3_400;
    /** Of a layer below the service's working directory: the process's, the storage's and the layer's own name, and a separator. */
    private static final int NAME = 130;

    private final WorkDirectories directories;
    private final long limit;
    private final Function<Path, BuildahStore> stores;
    private final OneAtATime unpacking = new OneAtATime();
    /** The one used longest ago is the first. */
    private final List<UnpackedImage> kept = new ArrayList<>();

    private boolean closed;

    private final Map<List<Digest>, Boolean> recent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Digest>, Boolean> eldest) {
            return size() > MOST_RECENT;
        }
    };

    /**
     * @param limit most bytes of all unpacked images together; 0 keeps none
     * @param stores opens a storage below a directory
     */
    UnpackedImages(WorkDirectories directories, long limit, Function<Path, BuildahStore> stores) {
        this.directories = directories;
        this.limit = limit;
        this.stores = stores;
    }

    /** A job's hold on an unpacked image; it is not removed before it is closed. */
    final class Use implements AutoCloseable {
        private final UnpackedImage image;

        private Use(UnpackedImage image) {
            this.image = image;
        }

        /** A storage to read layers from. */
        Path root() {
            return image.root();
        }

        /**
         * Proves that what the job worked on is what was unpacked.
         *
         * @throws FailureException {@code ENGINE_FAILED} where somebody changed it; the next attempt gets it unpacked anew
         */
        void requireUntouched() {
            if (!image.untouched()) {
                giveUp(image);
                throw Failure.of(
                                ReasonCode.ENGINE_FAILED,
                                "unpacked layers in " + image.root()
                                        + " were changed while a job worked on them; nothing of it is used")
                        .toException();
            }
        }

        @Override
        public void close() {
            release(image);
        }
    }

    /** Layers of the image, from the lowest, that need not be unpacked any more; empty where there are none. */
    Optional<Use> use(PulledImage pulled) {
        List<Digest> layers = pulled.layerDigests();
        if (limit == 0 || layers.isEmpty() || layers.size() > mostLayers()) {
            return Optional.empty();
        }
        remember(layers);
        Optional<Use> found = found(layers);
        if (found.isPresent()) {
            return found;
        }
        // Two jobs that want the same base at once unpack it once.
        try (OneAtATime.Turn turn = unpacking.turnInterruptibly(layers.getFirst())) {
            found = found(layers);
            return found.isPresent() ? found : made(pulled);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void remember(List<Digest> layers) {
        synchronized (kept) {
            recent.put(layers, true);
        }
    }

    /** Removes all; what is in use, after its last user. */
    @Override
    public void close() {
        List<UnpackedImage> unused;
        synchronized (kept) {
            closed = true;
            unused = kept.stream().filter(image -> !image.used()).toList();
            kept.clear();
        }
        unused.forEach(UnpackedImage::clear);
    }

    /** Images of more layers are unpacked for each job. */
    int mostLayers() {
        Path root = directories.root();
        try {
            root = root.toRealPath(); // the one that is mounted
        } catch (IOException e) {
            root = root.toAbsolutePath(); // not there yet
        }
        return MOST_OPTIONS / (root.toString().length() + NAME);
    }

    private Optional<Use> found(List<Digest> layers) {
        while (true) {
            Use use;
            synchronized (kept) {
                Optional<UnpackedImage> best = best(layers);
                if (best.isEmpty()) {
                    return Optional.empty();
                }
                use = taken(best.get());
            }
            if (use.image.untouched()) {
                return Optional.of(use);
            }
            giveUp(use.image);
            use.close();
        }
    }

    /** The one with most of the layers; none where it is worth while to keep this image too. */
    private Optional<UnpackedImage> best(List<Digest> layers) {
        int shared = recent.keySet().stream()
                .filter(other -> !other.equals(layers))
                .mapToInt(other -> UnpackedImage.common(layers, other))
                .max()
                .orElse(0);
        return kept.stream()
                .max(Comparator.comparingInt(image -> image.covers(layers)))
                .filter(image -> image.covers(layers) > 0 && image.covers(layers) >= shared);
    }

    private Optional<Use> made(PulledImage pulled) {
        UnpackedImage image;
        try {
            image = UnpackedImage.of(pulled, directories.create(), stores);
        } catch (FailureException e) {
            LOG.warnf("layers are not kept unpacked: %s", e.failure().detail());
            return Optional.empty();
        }
        Use use;
        List<UnpackedImage> surplus;
        synchronized (kept) {
            use = taken(image);
            surplus = surplus();
        }
        surplus.forEach(UnpackedImage::clear);
        return Optional.of(use);
    }

    private Use taken(UnpackedImage image) {
        image.taken();
        if (kept.remove(image) || !closed) {
            kept.addLast(image);
        }
        return new Use(image);
    }

    private void release(UnpackedImage image) {
        List<UnpackedImage> surplus;
        synchronized (kept) {
            image.released();
            surplus = new ArrayList<>(surplus());
            if (!image.used() && !kept.contains(image) && !surplus.contains(image)) {
                surplus.add(image);
            }
        }
        surplus.forEach(UnpackedImage::clear);
    }

    /** Takes out what is too much. What is in use stays, since nothing is won by unpacking it once more. */
    private List<UnpackedImage> surplus() {
        List<UnpackedImage> surplus = new ArrayList<>();
        long bytes = kept.stream().mapToLong(UnpackedImage::bytes).sum();
        for (Iterator<UnpackedImage> oldest = kept.iterator(); oldest.hasNext() && bytes > limit; ) {
            UnpackedImage image = oldest.next();
            if (!image.used()) {
                bytes -= image.bytes();
                oldest.remove();
                surplus.add(image);
            }
        }
        return surplus;
    }

    /** Nobody gets it any more; it is removed after its last user. */
    private void giveUp(UnpackedImage image) {
        LOG.warnf("unpacked layers in %s were changed by somebody; they are removed", image.root());
        synchronized (kept) {
            kept.remove(image);
        }
    }
}
