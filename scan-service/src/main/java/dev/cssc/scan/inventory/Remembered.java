package dev.cssc.scan.inventory;

import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;

/** How far a manifest is known. */
public sealed interface Remembered {

    /** It was judged by the very knowledge that was asked for. */
    record Judged(ScanOutcome outcome) implements Remembered {}

    /** Its packages are known; what that knowledge finds in them is not. */
    record Packages(long set, Inventory inventory) implements Remembered {}

    /** Nothing is known of it. */
    record Nothing() implements Remembered {}
}
