package dev.cssc.scan.advisory;

import dev.cssc.common.event.Patched;

import java.time.Instant;
import java.util.Optional;

/**
 * A watched image, and since when it stands there; pure.
 *
 * @param image the image
 * @param since when it was made due, or its patch was published
 */
record Standing(WatchedImage image, Instant since) {

    /**
     * True where the patch is to be watched in its place. Events come late and out of order: a patch of another source than the watched one
     * is of an older one, since each source is judged before it is patched; and one that was published before this image was made due, or
     * patched, was known to whoever chose this one.
     */
    boolean yieldsTo(Patched patched) {
        if (image.source().isEmpty()) {
            return true;
        }
        boolean sameSource = image.source().get().equals(patched.source().digest());
        // Of one run no clocks are compared: they are two machines'.
        boolean sameRun = image.run().equals(Optional.of(patched.run()));
        return sameSource && (sameRun || patched.at().isAfter(since));
    }
}
