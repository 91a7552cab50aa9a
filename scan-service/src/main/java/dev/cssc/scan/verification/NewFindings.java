package dev.cssc.scan.verification;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import dev.cssc.scan.verdict.Counting;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a patched image has that its source does not, under the same knowledge: of a package only what no package of the same source had.
 * What the source has without a fix and the patched image with one, or the other way around, is not new.
 *
 * @param fixable what could be mended by another version
 * @param unfixed what no version mends, a package once for each of its versions; {@link PackageUpgrade#fixed()} is empty
 */
record NewFindings(List<PackageUpgrade> fixable, List<PackageUpgrade> unfixed) {
    private static final int MOST_NAMED = 10;

    /** Compares the two. */
    static NewFindings between(ScanOutcome.Scanned before, ScanOutcome.Scanned after) {
        Known known = Known.of(before, after);
        return new NewFindings(
                after.fixable().stream()
                        .flatMap(finding -> known.newOf(finding).stream())
                        .toList(),
                unfixed(after, known));
    }

    /**
     * What the source has.
     *
     * @param sources the source package of each binary one of both images: an upgrade may bring a further one of the same source, and with
     *     it what the source had before
     * @param ids by source package, with a fix or without; a package with none where the engine names no ids
     */
    private record Known(Map<String, String> sources, Map<String, Set<String>> ids) {
        static Known of(ScanOutcome.Scanned before, ScanOutcome.Scanned after) {
            Known known = new Known(
                    Stream.of(before, after)
                            .flatMap(scan -> scan.inventory().packages().stream())
                            .collect(Collectors.toMap(
                                    InstalledPackage::name, InstalledPackage::sourceName, (a, b) -> b)),
                    new HashMap<>());
            before.fixable().forEach(finding -> known.note(finding.name(), finding.ids()));
            before.unfixed()
                    .forEach(finding -> known.note(
                            finding.name(), finding.vulnerability().stream().collect(Collectors.toSet())));
            return known;
        }

        private void note(String name, Set<String> found) {
            ids.computeIfAbsent(source(name), source -> new HashSet<>()).addAll(found);
        }

        private String source(String name) {
            return sources.getOrDefault(name, name);
        }

        boolean has(String name, String id) {
            return ids.getOrDefault(source(name), Set.of()).contains(id);
        }

        /** What of the finding is new; all of it where nothing was known of its source package, even where it names no id. */
        Optional<PackageUpgrade> newOf(PackageUpgrade finding) {
            List<Vulnerability> added = finding.vulnerabilities().stream()
                    .filter(v -> !has(finding.name(), v.id()))
                    .toList();
            return added.isEmpty() && ids.containsKey(source(finding.name()))
                    ? Optional.empty()
                    : Optional.of(new PackageUpgrade(finding.name(), finding.installed(), finding.fixed(), added));
        }
    }

    /** All of them, as they are told. */
    List<PackageUpgrade> all() {
        return Stream.concat(fixable.stream(), unfixed.stream()).toList();
    }

    /** A sentence for each that counts. Invariant 4 has none new, with a fix or without. */
    List<String> objections(Counting counting) {
        return Stream.concat(
                        fixable.stream().filter(counting::counts).map(finding -> "new finding in " + named(finding)),
                        unfixed.stream()
                                .filter(counting::counts)
                                .map(finding -> "new finding that has no fix in " + named(finding)))
                .toList();
    }

    private static String named(PackageUpgrade finding) {
        String subject = finding.name() + " " + finding.installed();
        List<Vulnerability> ids = finding.vulnerabilities();
        if (ids.isEmpty()) {
            return subject;
        }
        String first = ids.stream().limit(MOST_NAMED).map(Vulnerability::id).collect(Collectors.joining(", "));
        return subject + ": " + first + (ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "");
    }

    /** Without an id there is nothing to tell two findings apart by, so these are left out: a held update is none that a patch brought. */
    private static List<PackageUpgrade> unfixed(ScanOutcome.Scanned after, Known known) {
        record Installed(String name, String version) {}
        Map<Installed, List<Vulnerability>> found =
                new TreeMap<>(Comparator.comparing(Installed::name).thenComparing(Installed::version));
        for (UnfixedFinding finding : after.unfixed()) {
            finding.vulnerability()
                    .filter(id -> !known.has(finding.name(), id))
                    .ifPresent(id -> found.computeIfAbsent(
                                    new Installed(finding.name(), finding.installed()), installed -> new ArrayList<>())
                            .add(new Vulnerability(id, finding.severity())));
        }
        return found.entrySet().stream()
                .map(e -> new PackageUpgrade(e.getKey().name(), e.getKey().version(), "", e.getValue()))
                .toList();
    }
}
