package dev.cssc.scan.verification;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;
import dev.cssc.scan.verdict.Counting;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a patched image has that its source does not, under the same knowledge: of a package only what no package of the same source had. What the source has
 * without a fix and the patched image with one, or the other way around, is not new.
 *
 * @param fixable what could be mended by another version
 * @param unfixed what no version mends, a package once for each of its versions; {@link PackageUpgrade#fixed()} is empty
 */
record NewFindings(List<PackageUpgrade> fixable, List<PackageUpgrade> unfixed) {
    private static final int MOST_NAMED = 10;

    /** Compares the two. */
    static NewFindings between(ScanOutcome.Scanned before, ScanOutcome.Scanned after) {
        Map<String, String> sources = sources(before, after);
        Map<String, Set<String>> known = ids(before, sources);
        return new NewFindings(
                after.fixable().stream()
                        .filter(finding -> isNew(finding, known.get(source(sources, finding.name()))))
                        .map(finding -> without(finding, known.getOrDefault(source(sources, finding.name()), Set.of())))
                        .toList(),
                unfixed(after, sources, known));
    }

    private static boolean isNew(PackageUpgrade finding, @Nullable Set<String> known) {
        return known == null || finding.vulnerabilities().stream().anyMatch(v -> !known.contains(v.id()));
    }

    /** By binary package: an upgrade may bring a further one of the same source, and with it what the source had before. */
    private static Map<String, String> sources(ScanOutcome.Scanned before, ScanOutcome.Scanned after) {
        return Stream.concat(before.inventory().packages().stream(), after.inventory().packages().stream())
                .collect(Collectors.toMap(InstalledPackage::name, InstalledPackage::sourceName, (a, b) -> b));
    }

    private static String source(Map<String, String> sources, String name) {
        return sources.getOrDefault(name, name);
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

    /** Ids by source package, with a fix or without; a package with none where the engine names no ids. */
    private static Map<String, Set<String>> ids(ScanOutcome.Scanned scan, Map<String, String> sources) {
        Map<String, Set<String>> ids = new HashMap<>();
        Function<String, Set<String>> of =
                name -> ids.computeIfAbsent(source(sources, name), source -> new HashSet<>());
        scan.fixable()
                .forEach(finding -> finding.vulnerabilities().stream()
                        .map(Vulnerability::id)
                        .forEach(of.apply(finding.name())::add));
        scan.unfixed().forEach(finding -> finding.vulnerability().ifPresent(of.apply(finding.name())::add));
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
    private static List<PackageUpgrade> unfixed(
            ScanOutcome.Scanned after, Map<String, String> sources, Map<String, Set<String>> known) {
        record Installed(String name, String version) {}
        Map<Installed, List<Vulnerability>> found =
                new TreeMap<>(Comparator.comparing(Installed::name).thenComparing(Installed::version));
        for (UnfixedFinding finding : after.unfixed()) {
            Set<String> before = known.getOrDefault(source(sources, finding.name()), Set.of());
            finding.vulnerability()
                    .filter(id -> !before.contains(id))
                    .ifPresent(id -> found.computeIfAbsent(
                                    new Installed(finding.name(), finding.installed()), installed -> new ArrayList<>())
                            .add(new Vulnerability(id, finding.severity())));
        }
        return found.entrySet().stream()
                .map(e -> new PackageUpgrade(e.getKey().name(), e.getKey().version(), "", e.getValue()))
                .toList();
    }
}
