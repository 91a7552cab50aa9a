package dev.cssc.scan.verdict;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.IgnoredVulnerability;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.scan.endoflife.Notice;
import dev.cssc.scan.endoflife.Support;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.UnfixedFinding;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What counts on a day: which findings, as the policy wants it, and whether the release still gets updates. A finding whose severity or id is not known counts: unknown is not harmless.
 *
 * @param criteria the policy's
 * @param day the day (UTC) for which ignored vulnerabilities and ends of support are looked at
 * @param calendar until when releases get security updates
 */
public record Counting(Criteria criteria, LocalDate day, SupportCalendar calendar) {

    /** Every finding counts. */
    public static final Counting EVERYTHING = new Counting(Criteria.NONE, LocalDate.EPOCH, SupportCalendar.EMPTY);

    /** As the criteria are today; {@link Criteria#NONE} where there are none. */
    public static Counting today(Optional<Criteria> criteria, Clock clock, SupportCalendar calendar) {
        return new Counting(
                criteria.orElse(Criteria.NONE), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), calendar);
    }

    /**
     * True where the release gets no security updates any more. The calendar decides, and the engine where the calendar does not know: it
     * can be corrected for a distribution whose extended support somebody pays.
     */
    public boolean ended(Inventory inventory) {
        return calendar.ended(inventory.os(), day, inventory.endOfLife());
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

    /** What there is to say beside the verdict. */
    public Remarks remarks(ScanOutcome outcome) {
        Set<Remark> support = outcome instanceof ScanOutcome.Scanned scan
                ? support(scan.inventory()).stream().collect(Collectors.toSet())
                : Set.of();
        return new Remarks(setAside(outcome), support);
    }

    private Optional<Remark> support(Inventory inventory) {
        String release = inventory.os().family() + " " + inventory.os().release();
        return switch (calendar.support(inventory.os(), day)) {
            case Support.Ended ended ->
                Optional.of(Remark.of(release + " got its last security updates on " + ended.last()));
            case Support.Until(LocalDate last) -> {
                long days = ChronoUnit.DAYS.between(day, last);
                yield Notice.in(days).map(notice -> new Remark(notice, notice.opening() + ending(release, last, days)));
            }
            case Support.Rolling rolling -> Optional.empty();
            case Support.Unknown unknown ->
                inventory.endOfLife()
                        ? Optional.empty()
                        : Optional.of(Remark.of("until when " + release + " gets security updates is not known"));
        };
    }

    private static String ending(String release, LocalDate last, long days) {
        return release + " gets no security updates after " + last + ", "
                + (days == 0 ? "which is today" : "in " + days + (days == 1 ? " day" : " days"));
    }

    /** What does not count of a scan, and what has to although nobody knows how bad it is. */
    SetAside setAside(ScanOutcome outcome) {
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
