package dev.cssc.scan.verification;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import dev.cssc.scan.verdict.Counting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a patched image has that its source does not, under the same knowledge: of a package only what is new of it. What the source has
 * without a fix and the patched image with one, or the other way around, is not new.
 *
 * @param fixable what could be mended by another version
 * @param unfixed what no version mends, a package once for each of its versions; {@link PackageUpgrade#fixed()} is empty
 */
record NewFindings(List<PackageUpgrade> fixable, List<PackageUpgrade> unfixed) {

    /** Compares the two. */
    static NewFindings between(ScanOutcome.Scanned before, ScanOutcome.Scanned after) {
        Map<String, Set<String>> known = ids(before);
        return new NewFindings(
                after.fixable().stream()
                        .filter(finding -> !known.containsKey(finding.name())
                                || finding.vulnerabilities().stream()
                                        .anyMatch(
                                                v -> !known.get(finding.name()).contains(v.id())))
                        .map(finding -> without(finding, known.getOrDefault(finding.name(), Set.of())))
                        .toList(),
                unfixed(after, known));
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
        return finding.vulnerabilities().isEmpty()
                ? subject
                : finding.vulnerabilities().stream()
                        .map(Vulnerability::id)
                        .collect(Collectors.joining(", ", subject + ": ", ""));
    }

    /** Ids by package, with a fix or without; a package with none where the engine names no ids. */
    private static Map<String, Set<String>> ids(ScanOutcome.Scanned scan) {
        Map<String, Set<String>> ids = new HashMap<>();
        scan.fixable()
                .forEach(finding -> finding.vulnerabilities().stream()
                        .map(Vulnerability::id)
                        .forEach(ids.computeIfAbsent(finding.name(), name -> new HashSet<>())::add));
        scan.unfixed()
                .forEach(finding -> finding.vulnerability()
                        .ifPresentOrElse(ids.computeIfAbsent(finding.name(), name -> new HashSet<>())::add, () -> {}));
        return ids;
    }

    private static PackageUpgrade without(PackageUpgrade finding, Set<String> ids) {
        return new PackageUpgrade(
                finding.name(),
                finding.installed(),
                finding.fixed(),
                finding.vulnerabilities().stream()
                        .filter(v -> !ids.contains(v.id()))
                        .toList());
    }

    /** Without an id there is nothing to tell two findings apart by, so these are left out: a held update is none that a patch brought. */
    private static List<PackageUpgrade> unfixed(ScanOutcome.Scanned after, Map<String, Set<String>> known) {
        record Installed(String name, String version) {}
        Map<Installed, List<Vulnerability>> found =
                new TreeMap<>(java.util.Comparator.comparing(Installed::name).thenComparing(Installed::version));
        for (UnfixedFinding finding : after.unfixed()) {
            finding.vulnerability()
                    .filter(id -> !known.getOrDefault(finding.name(), Set.of()).contains(id))
                    .ifPresent(id -> found.computeIfAbsent(
                                    new Installed(finding.name(), finding.installed()), installed -> new ArrayList<>())
                            .add(new Vulnerability(id, finding.severity())));
        }
        return found.entrySet().stream()
                .map(e -> new PackageUpgrade(e.getKey().name(), e.getKey().version(), "", e.getValue()))
                .toList();
    }
}
