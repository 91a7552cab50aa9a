package dev.cssc.common.layer;

import dev.cssc.common.failure.FailureException;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Optional;

/**
 * Finds out whether any reader of archives could find one of some places in a layer. Readers of tar differ in what they take for an entry's
 * header, and somebody may make a layer of which one reader sees other entries than another; here every block that could be a header counts
 * as one, wherever it is, and by every name that it could have. So it may find too much, and never too little. Holds no more than one entry's attributes in memory.
 */
public final class LayerScan {
    private static final int AT_ONCE = 1 << 16;

    private final Collection<String> places;
    private final long limit;

    /**
     * @param places files and directories, relative to the root
     * @param limit most bytes of the unpacked archive that are read
     */
    public LayerScan(Collection<String> places, long limit) {
        this.places = places;
        this.limit = limit;
    }

    /**
     * How the layer touches the places, or why that cannot be told; empty where no reader could find that it does. Closes nothing, and
     * reads to the end only where the answer is empty.
     *
     * @param blob the layer as the registry has it
     * @param mediaType of its descriptor
     * @throws FailureException where the blob could not be read, which says nothing about the layer
     */
    public Optional<String> touches(InputStream blob, String mediaType) {
        try {
            BufferedInputStream packed = new BufferedInputStream(blob, AT_ONCE);
            InputStream archive = unpacked(packed, mediaType);
            return blocks(archive).or(() -> rest(packed));
        } catch (FailureException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return Optional.of("it cannot be read: " + e.getMessage());
        }
    }

    /** A blob is verified at its very end. */
    private static Optional<String> rest(InputStream packed) {
        try {
            return packed.read() < 0 ? Optional.empty() : Optional.of("something follows its archive");
        } catch (IOException e) {
            return Optional.of("it cannot be read to its end: " + e.getMessage());
        }
    }

    /** By the type and by the first bytes, which have to agree: some readers go by the one and some by the other. */
    private static InputStream unpacked(BufferedInputStream packed, String mediaType) throws IOException {
        PackedArchive form =
                PackedArchive.of(mediaType).orElseThrow(() -> new IOException("it is of type " + mediaType));
        if (form != PackedArchive.of(packed)) {
            throw new IOException("it is not what its type says, " + mediaType);
        }
        return form.unpack(packed);
    }

    private Optional<String> blocks(InputStream archive) throws IOException {
        HeaderBlocks headers = new HeaderBlocks(places);
        byte[] block = new byte[HeaderBlocks.SIZE];
        long read = 0;
        for (int n = archive.readNBytes(block, 0, block.length);
                n > 0;
                n = archive.readNBytes(block, 0, block.length)) {
            read += n;
            if (n < block.length) {
                return Optional.of("it ends within a block");
            }
            if (read > limit) {
                return Optional.of("it is larger than " + limit + " bytes unpacked");
            }
            Optional<String> found = headers.next(block);
            if (found.isPresent()) {
                return found;
            }
        }
        return headers.end();
    }
}
