package dev.cssc.scan.inventory;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.List;

/**
 * What was found in a package set.
 *
 * @param fixable as {@link ScanOutcome.Scanned#fixable()}
 * @param unfixed as {@link ScanOutcome.Scanned#unfixed()}
 */
@RegisterForReflection(targets = {Findings.class, UnfixedFinding.class})
public record Findings(List<PackageUpgrade> fixable, List<UnfixedFinding> unfixed) {

    public Findings {
        fixable = List.copyOf(fixable);
        unfixed = List.copyOf(unfixed);
    }

    /** What that scan found. */
    static Findings of(ScanOutcome.Scanned scan) {
        return new Findings(scan.fixable(), scan.unfixed());
    }

    /** The scan that found this. */
    ScanOutcome.Scanned in(Inventory inventory, Knowledge knowledge) {
        return new ScanOutcome.Scanned(inventory, fixable, unfixed, knowledge.scanner());
    }
}
