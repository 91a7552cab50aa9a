package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.NewestOutcomes.OfPlatform;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verdict.Verdict;
import dev.cssc.scan.verdict.VerdictKind;
import dev.cssc.scan.verdict.Verdicts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A watched image whose verdict is another one than before; pure.
 *
 * @param before as it was judged last
 * @param now as it is judged now
 * @param fixes what counts of what can be raised now, over all platforms
 */
record Change(WatchedImage before, WatchedImage now, List<PackageUpgrade> fixes) {

    /** Most images of one event: far below the largest value that an event may have. */
    static final int MOST_IMAGES = 500;

    private static final Comparator<Vulnerability> WORST_FIRST =
            Comparator.comparing(Vulnerability::severity).reversed().thenComparing(Vulnerability::id);

    /**
     * What changed of the image by what is known of its platforms; empty where nothing did, or where that cannot be told because a platform
     * was not judged.
     *
     * @param counting what counts today by the image's own criteria
     */
    static Optional<Change> of(WatchedImage image, List<OfPlatform> platforms, Counting counting) {
        List<Verdict> verdicts = new ArrayList<>();
        List<PackageUpgrade> fixes = new ArrayList<>();
        boolean complete = true;
        for (OfPlatform platform : platforms) {
            if (!image.criteria().judges(platform.platform())) {
                continue;
            }
            Optional<ScanOutcome> outcome = platform.outcome();
            complete &= outcome.isPresent();
            outcome.map(known -> Verdicts.of(known, counting)).ifPresent(verdict -> {
                verdicts.add(verdict);
                if (verdict instanceof Verdict.Fixable(var packages)) {
                    fixes.addAll(packages);
                }
            });
        }
        if (verdicts.isEmpty()) {
            return Optional.empty();
        }
        VerdictKind kind = VerdictKind.of(Verdicts.ofAll(verdicts));
        boolean known = complete || kind == VerdictKind.FIXABLE;
        return known && kind != image.verdict()
                ? Optional.of(new Change(image, image.judged(kind), fixes))
                : Optional.empty();
    }

    /** The news for those who are to be told: for each workflow its images that became fixable, worst first. */
    static List<BecameFixable> news(List<Change> changes, Scanner scanner) {
        Map<String, List<Affected>> byWorkflow = changes.stream()
                .filter(change -> change.now().verdict() == VerdictKind.FIXABLE)
                .filter(change -> change.now().told())
                .collect(Collectors.groupingBy(
                        change -> change.now().workflow(),
                        TreeMap::new,
                        Collectors.mapping(Change::affected, Collectors.toList())));
        List<BecameFixable> news = new ArrayList<>();
        byWorkflow.forEach((workflow, images) -> {
            List<Affected> worstFirst = images.stream()
                    .sorted(Comparator.comparing(Affected::severity).reversed().thenComparing(Affected::image))
                    .toList();
            for (int from = 0; from < worstFirst.size(); from += MOST_IMAGES) {
                news.add(new BecameFixable(
                        workflow, scanner, worstFirst.subList(from, Math.min(worstFirst.size(), from + MOST_IMAGES))));
            }
        });
        return news;
    }

    private Affected affected() {
        List<Vulnerability> vulnerabilities = fixes.stream()
                .flatMap(upgrade -> upgrade.vulnerabilities().stream())
                .sorted(WORST_FIRST)
                .toList();
        return new Affected(
                now.name(),
                vulnerabilities.stream()
                        .map(Vulnerability::severity)
                        .findFirst()
                        .orElse(Severity.UNKNOWN),
                vulnerabilities.stream().map(Vulnerability::id).distinct().toList());
    }
}
