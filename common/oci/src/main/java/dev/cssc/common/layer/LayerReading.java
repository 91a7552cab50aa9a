package dev.cssc.common.layer;

import dev.cssc.common.image.Digest;

/** What came of reading a layer. */
public sealed interface LayerReading {
    /**
     * It was read to its end.
     *
     * @param diffId digest of the unpacked archive, as it really is
     */
    record Read(LayerPaths paths, Digest diffId) implements LayerReading {}

    /**
     * It cannot be read, now or later.
     *
     * @param why for people
     */
    record Unreadable(String why) implements LayerReading {}
}
