package dev.cssc.scan.engine;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;

import java.nio.file.Path;
import java.time.Instant;

/**
 * One image to scan.
 *
 * @param repository where it is
 * @param manifest its manifest, not an index
 * @param platform what it runs on
 * @param directory empty working directory of this scan, removed by the caller
 * @param asked when it was asked for: a look that began later is an answer
 */
public record ScanRequest(Repository repository, Digest manifest, Platform platform, Path directory, Instant asked) {

    /** The reference that cannot move. */
    public ImageReference reference() {
        return ImageReference.of(repository, manifest);
    }

    /** Where an engine that writes a report of its own, in JSON, leaves it to be kept. */
    public Path report() {
        return directory.resolve("report.json");
    }
}
