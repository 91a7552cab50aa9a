package dev.cssc.scan.verdict;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Which findings count on a day, as the policy wants it. A finding whose severity or id is not known counts: unknown is not harmless.
 *
 * @param criteria the policy's
 * @param day the day (UTC) for which ignored vulnerabilities are looked at
 */
public record Counting(Criteria criteria, LocalDate day) {

    /** Every finding counts. */
    public static final Counting EVERYTHING = new Counting(Criteria.NONE, LocalDate.EPOCH);

    /** As the criteria are today; {@link Criteria#NONE} where there are none. */
    public static Counting today(Optional<Criteria> criteria, Clock clock) {
        return new Counting(criteria.orElse(Criteria.NONE), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    }

    /** True where the finding is a reason to patch. */
    public boolean counts(String packageName, Vulnerability vulnerability) {
        return !below(vulnerability.severity())
                && ignoring(packageName, vulnerability).isEmpty();
    }

    /** True where raising the package fixes something that counts. An engine may know of an update without knowing what it fixes. */
    public boolean counts(PackageUpgrade upgrade) {
        return upgrade.vulnerabilities().isEmpty()
                || upgrade.vulnerabilities().stream().anyMatch(v -> counts(upgrade.name(), v));
    }

    private boolean counts(UnfixedFinding finding) {
        return !below(finding.severity())
                && finding.vulnerability()
                        .map(id -> counts(finding.name(), new Vulnerability(id, finding.severity())))
                        .orElse(true);
    }

    /** What counts of a scan: a package with all that its upgrade fixes, where any of that counts. */
    public ScanOutcome.Scanned of(ScanOutcome.Scanned scan) {
        return new ScanOutcome.Scanned(
                scan.inventory(),
                scan.fixable().stream().filter(this::counts).toList(),
                scan.unfixed().stream().filter(this::counts).toList(),
                scan.scanner());
    }

    /** What does not count of a scan, and what has to although nobody knows how bad it is. */
    public SetAside setAside(ScanOutcome outcome) {
        SetAside aside = new SetAside(criteria.minimumSeverity());
        switch (outcome) {
            case ScanOutcome.NotUnderstood unknown -> {}
            case ScanOutcome.Scanned scan -> {
                for (PackageUpgrade upgrade : scan.fixable()) {
                    if (upgrade.vulnerabilities().isEmpty()) {
                        note(aside, upgrade.name(), Optional.empty(), Severity.UNKNOWN);
                    }
                    upgrade.vulnerabilities()
                            .forEach(v -> note(aside, upgrade.name(), Optional.of(v.id()), v.severity()));
                }
                scan.unfixed().forEach(f -> note(aside, f.name(), f.vulnerability(), f.severity()));
            }
        }
        return aside;
    }

    private void note(SetAside aside, String packageName, Optional<String> id, Severity severity) {
        SetAside.Finding finding = new SetAside.Finding(packageName, id.orElse(""));
        if (below(severity)) {
            aside.below(finding);
            return;
        }
        Optional<Vulnerability> named = id.map(known -> new Vulnerability(known, severity));
        Optional<IgnoredVulnerability> ignoring = named.flatMap(v -> ignoring(packageName, v));
        if (ignoring.isPresent()) {
            aside.ignored(finding, ignoring.get().expires());
            return;
        }
        named.flatMap(v -> expired(packageName, v)).ifPresent(last -> aside.expired(finding, last));
        if (criteria.minimumSeverity().isPresent() && severity == Severity.UNKNOWN) {
            aside.unrated(finding);
        } else if (!criteria.ignored().isEmpty() && id.isEmpty()) {
            aside.unnamed(finding);
        }
    }

    private boolean below(Severity severity) {
        return severity != Severity.UNKNOWN
                && criteria.minimumSeverity()
                        .map(minimum -> severity.compareTo(minimum) < 0)
                        .orElse(false);
    }

    /** What ignores the finding today; of several the one that does so longest. */
    private Optional<IgnoredVulnerability> ignoring(String packageName, Vulnerability vulnerability) {
        return criteria.ignored().stream()
                .filter(ignored -> ignored.covers(vulnerability.id(), packageName, day))
                .max((a, b) -> lastDay(a).compareTo(lastDay(b)));
    }

    /** The last day on which something ignored it that does so no more. */
    private Optional<LocalDate> expired(String packageName, Vulnerability vulnerability) {
        return criteria.ignored().stream()
                .flatMap(ignored -> ignored
                        .expires()
                        .filter(last -> day.isAfter(last) && ignored.covers(vulnerability.id(), packageName, last))
                        .stream())
                .max(LocalDate::compareTo);
    }

    private static LocalDate lastDay(IgnoredVulnerability ignored) {
        return ignored.expires().orElse(LocalDate.MAX);
    }
}
