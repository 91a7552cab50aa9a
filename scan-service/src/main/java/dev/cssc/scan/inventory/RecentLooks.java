package dev.cssc.scan.inventory;

import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.ScanOutcome;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this process found by looking, newest last and not much of it: an image that several workflows made due at the same time is looked at once, however
 * few work at it at a time. Safe for use by many threads.
 */
final class RecentLooks {
    /** An outcome names all packages of an image. */
    private static final int MOST = 100;

    private final Map<Digest, Look> looks = new LinkedHashMap<>();

    private record Look(Instant began, ScanOutcome outcome) {}

    /** What a look at the manifest found that began no earlier than that. */
    synchronized Optional<ScanOutcome> since(Instant asked, Digest manifest) {
        return Optional.ofNullable(looks.get(manifest))
                .filter(look -> !look.began().isBefore(asked))
                .map(Look::outcome);
    }

    /** Takes the place of an earlier look at the same manifest. */
    synchronized void add(Digest manifest, Instant began, ScanOutcome outcome) {
        looks.remove(manifest);
        looks.put(manifest, new Look(began, outcome));
        if (looks.size() > MOST) {
            looks.remove(looks.keySet().iterator().next());
        }
    }
}
