package dev.cssc.scan.verdict;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What can be raised in an image and counts, over all its platforms.
 *
 * @param worstFirst each fix once
 */
public record Fixes(List<Fix> worstFirst) {

    private static final Comparator<Fix> WORST_FIRST =
            Comparator.comparing(Fix::severity).reversed().thenComparing(Fix::id);

    /** Nothing can be raised. */
    public static final Fixes NONE = new Fixes(List.of());

    public Fixes {
        worstFirst = worstFirst.stream().sorted(WORST_FIRST).toList();
    }

    /**
     * One fix.
     *
     * @param id the vulnerability's; where the engine knows of an update without knowing ids, the package and the version that it is raised to
     * @param severity the worst that it is rated anywhere in the image
     * @param named whether the id is a vulnerability's
     */
    public record Fix(String id, Severity severity, boolean named) {

        private static Fix worse(Fix one, Fix other) {
            return one.severity().compareTo(other.severity()) >= 0 ? one : other;
        }
    }

    /** What those verdicts on the platforms of an image say can be raised, without what does not count. */
    public static Fixes of(Collection<Verdict> platforms, Counting counting) {
        Map<String, Fix> fixes = new HashMap<>();
        for (Verdict verdict : platforms) {
            if (verdict instanceof Verdict.Fixable(var packages)) {
                packages.forEach(upgrade -> add(fixes, upgrade, counting));
            }
        }
        return new Fixes(List.copyOf(fixes.values()));
    }

    private static void add(Map<String, Fix> fixes, PackageUpgrade upgrade, Counting counting) {
        if (upgrade.vulnerabilities().isEmpty()) {
            String id = upgrade.name() + " " + upgrade.fixed();
            fixes.merge(id, new Fix(id, Severity.UNKNOWN, false), Fix::worse);
        }
        for (Vulnerability vulnerability : upgrade.vulnerabilities()) {
            if (counting.counts(upgrade.name(), vulnerability)) {
                fixes.merge(
                        vulnerability.id(), new Fix(vulnerability.id(), vulnerability.severity(), true), Fix::worse);
            }
        }
    }

    /** Those that are not among the known ones. */
    public Fixes without(Set<String> known) {
        return new Fixes(
                worstFirst.stream().filter(fix -> !known.contains(fix.id())).toList());
    }

    /** The ids of the worst ones, at most so many. */
    public Set<String> ids(int most) {
        return worstFirst.stream().limit(most).map(Fix::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The ids of vulnerabilities among them, worst first. */
    public List<String> vulnerabilities() {
        return worstFirst.stream().filter(Fix::named).map(Fix::id).toList();
    }

    /** The worst severity; unknown where there is none. */
    public Severity worst() {
        return worstFirst.stream().findFirst().map(Fix::severity).orElse(Severity.UNKNOWN);
    }

    /** True where nothing can be raised. */
    public boolean isEmpty() {
        return worstFirst.isEmpty();
    }
}
