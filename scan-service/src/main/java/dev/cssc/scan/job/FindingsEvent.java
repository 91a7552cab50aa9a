package dev.cssc.scan.job;

import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verdict.PatchTargets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What scans come to in the event {@link VulnsFound}; pure. What was found in one package set is {@link dev.cssc.scan.inventory.Findings}. */
final class FindingsEvent {

    private FindingsEvent() {}

    /** What to raise in the source; empty where the source has nothing to raise on any platform. */
    static Optional<VulnsFound> of(
            ImageDue due, List<Scans.Result> source, List<Scans.Result> candidate, Counting counting) {
        Map<Platform, ScanOutcome> ofCandidate = candidate.stream()
                .collect(Collectors.toMap(r -> r.image().platform(), Scans.Result::outcome, (a, b) -> a));
        List<PlatformFindings> platforms = new ArrayList<>();
        for (Scans.Result result : source) {
            // A platform that nobody understands stays as it is in the patched index.
            if (result.outcome() instanceof ScanOutcome.Scanned scanned) {
                platforms.add(new PlatformFindings(
                        result.image().platform(),
                        result.image().manifest(),
                        scanned.inventory().os(),
                        targets(
                                scanned,
                                Optional.ofNullable(
                                        ofCandidate.get(result.image().platform())),
                                counting),
                        scanned.inventory().digest()));
            }
        }
        if (platforms.stream().allMatch(platform -> platform.packages().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(new VulnsFound(
                due.run(),
                due.workflow(),
                due.source(),
                due.candidate(),
                due.tagConvention(),
                due.criteria(),
                platforms,
                scanner(source)));
    }

    private static List<PackageUpgrade> targets(
            ScanOutcome.Scanned source, Optional<ScanOutcome> candidate, Counting counting) {
        return counting.ended(source.inventory())
                ? List.of()
                : PatchTargets.of(
                        source,
                        candidate
                                .filter(ScanOutcome.Scanned.class::isInstance)
                                .map(ScanOutcome.Scanned.class::cast)
                                .orElse(source),
                        counting);
    }

    /** Who judged the image as a whole: platforms' package repositories differ, so their identities are taken together. */
    static Scanner scanner(List<Scans.Result> results) {
        List<Scanner> scanners = results.stream()
                .map(Scans.Result::outcome)
                .filter(ScanOutcome.Scanned.class::isInstance)
                .map(ScanOutcome::scanner)
                .toList();
        if (scanners.isEmpty()) {
            return results.getFirst().outcome().scanner();
        }
        Scanner first = scanners.getFirst();
        Set<String> databases = scanners.stream().map(Scanner::database).collect(Collectors.toCollection(TreeSet::new));
        return new Scanner(
                first.name(),
                first.version(),
                databases.size() == 1
                        ? first.database()
                        : Digest.of(String.join("\n", databases)).toString(),
                scanners.stream().flatMap(scanner -> scanner.stale().stream()).findFirst());
    }
}
