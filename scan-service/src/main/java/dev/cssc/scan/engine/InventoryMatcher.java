package dev.cssc.scan.engine;

import dev.cssc.common.event.Scanner;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Something that judges a stored inventory by what is known now, without the image: no registry is asked, no layer is pulled. */
public interface InventoryMatcher {

    /** Who judges now, and with what knowledge. */
    Scanner knowledge();

    /**
     * Judges the inventory; blocks.
     *
     * @return the outcome, by the knowledge that its scanner names
     * @throws FailureException where there is no outcome; its retry says whether a later try may have one
     */
    ScanOutcome.Scanned match(Inventory inventory);

    /** What is no set's own trouble: the next would meet it as well. */
    Set<ReasonCode> OF_ALL = Set.copyOf(EnumSet.of(
            ReasonCode.DATABASE_UNAVAILABLE,
            ReasonCode.ENGINE_UNAVAILABLE,
            ReasonCode.DISK_FULL,
            ReasonCode.SHUTTING_DOWN));

    /**
     * Judges several; blocks. One that cannot be judged hurts only itself.
     *
     * @throws FailureException for trouble of {@link #OF_ALL}, and where the thread is interrupted; then nothing is said of any of them
     */
    default Matches matchAll(Collection<Inventory> inventories) {
        Map<Digest, ScanOutcome.Scanned> outcomes = new HashMap<>();
        Map<Digest, Failure> failures = new HashMap<>();
        for (Inventory inventory : inventories) {
            if (Thread.currentThread().isInterrupted()) {
                throw Failure.of(ReasonCode.SHUTTING_DOWN, "judging package sets: interrupted")
                        .toException();
            }
            try {
                outcomes.put(inventory.digest(), match(inventory));
            } catch (FailureException e) {
                if (OF_ALL.contains(e.failure().reason())) {
                    throw e;
                }
                failures.put(inventory.digest(), e.failure());
            }
        }
        return new Matches(outcomes, failures);
    }

    /**
     * What came of several inventories, by {@link Inventory#digest()}; each is in one of the two.
     *
     * @param outcomes of those that could be judged
     * @param failures why the others could not
     */
    record Matches(Map<Digest, ScanOutcome.Scanned> outcomes, Map<Digest, Failure> failures) {
        public Matches {
            outcomes = Map.copyOf(outcomes);
            failures = Map.copyOf(failures);
        }

        /** These and those of others. */
        public Matches and(Matches more) {
            Map<Digest, ScanOutcome.Scanned> all = new HashMap<>(outcomes);
            all.putAll(more.outcomes);
            Map<Digest, Failure> failed = new HashMap<>(failures);
            failed.putAll(more.failures);
            return new Matches(all, failed);
        }
    }
}
