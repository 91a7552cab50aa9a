package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.engine.Inventory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server's answer as the report that the command line would have written: what the server leaves to its client, taking one of findings
 * that were found twice, is done here ({@code pkg/result/filter.go}).
 *
 * @param endOfLife whether the release gets no security updates any more
 * @param found as the server listed it
 */
record ServerAnswer(boolean endOfLife, List<Found> found) {

    ServerAnswer {
        found = List.copyOf(found);
    }

    /**
     * A finding.
     *
     * @param packageId the id of its package, as the server was told it
     * @param path where the package is, if it is in a file of its own
     */
    record Found(String packageId, String path, TrivyReport.Finding finding) {}

    /**
     * Reads a {@code ScanResponse}.
     *
     * @param asked what the server was asked about
     * @param atLeast how many packages it has to list as judged
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#REPORT_MALFORMED}, {@link ReasonCode#TOO_LARGE}, or
     *     {@link ReasonCode#SCAN_INCONCLUSIVE} where it did not judge: no distribution, or not the one that it was told
     */
    static ServerAnswer read(byte[] json, OperatingSystem asked, long atLeast, String doing, int entryLimit) {
        return new ServerAnswerReader(new JsonWalk(doing, "server's answer", json.length, entryLimit))
                .read(json, asked, atLeast, doing);
    }

    /** As the report on that inventory, of which all findings are. */
    TrivyReport report(String version, Inventory inventory) {
        return report(version, inventory, found);
    }

    /** Each member's report, where the packages of the union were told by their places in it. */
    Map<Inventory, TrivyReport> reports(String version, PackageUnion union) {
        Map<Integer, List<Found>> byPlace = new HashMap<>();
        for (Found each : found) {
            byPlace.computeIfAbsent(place(each, union), place -> new ArrayList<>())
                    .add(each);
        }
        Map<Inventory, TrivyReport> reports = new LinkedHashMap<>();
        union.apart(byPlace).forEach((member, findings) -> reports.put(member, report(version, member, findings)));
        return reports;
    }

    /** What cannot be told whose it is must not be left out. */
    private static int place(Found found, PackageUnion union) {
        int size = union.whole().packages().size();
        try {
            int place = Integer.parseInt(found.packageId());
            if (place >= 0 && place < size) {
                return place;
            }
        } catch (NumberFormatException e) {
            // no id of ours
        }
        throw Failure.of(
                        ReasonCode.REPORT_MALFORMED,
                        "judging " + union.members().size() + " package sets: a finding of "
                                + found.finding().packageName() + " does not say of which of " + size + " packages")
                .toException();
    }

    private TrivyReport report(String version, Inventory inventory, List<Found> findings) {
        Map<List<String>, TrivyReport.Finding> once = new LinkedHashMap<>();
        for (Found each : findings) {
            TrivyReport.Finding finding = each.finding();
            once.merge(
                    List.of(finding.id(), finding.packageName(), finding.installed(), each.path()),
                    finding,
                    ServerAnswer::later);
        }
        return new TrivyReport(
                version,
                List.of(),
                List.of(),
                Optional.of(inventory.os()),
                endOfLife,
                inventory.packages(),
                List.copyOf(once.values()));
    }

    /** Of two that are one, Trivy's client keeps the greater fixed version, as texts go; both have to say the same. */
    private static TrivyReport.Finding later(TrivyReport.Finding one, TrivyReport.Finding other) {
        return one.fixed().orElse("").compareTo(other.fixed().orElse("")) < 0 ? other : one;
    }
}
