package dev.cssc.scan.engine;

import dev.cssc.common.event.Scanner;

/** Something that judges a stored inventory by what is known now, without the image: no registry is asked, no layer is pulled. */
public interface InventoryMatcher {

    /** Who judges now, and with what knowledge. */
    Scanner knowledge();

    /**
     * Judges the inventory; blocks.
     *
     * @return the outcome, by the knowledge that its scanner names
     * @throws dev.cssc.common.failure.FailureException where there is no outcome; its retry says whether a later try may have one
     */
    ScanOutcome.Scanned match(Inventory inventory);
}
