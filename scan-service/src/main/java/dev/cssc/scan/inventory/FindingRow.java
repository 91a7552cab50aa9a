package dev.cssc.scan.inventory;

import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Severity;
import dev.cssc.scan.engine.UnfixedFinding;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

import java.util.List;

/** A finding as a row to search by; null where the column is. */
@RegisterForReflection
record FindingRow(
        long packageSet,
        @Nullable String vulnerability,
        String packageName,
        String installed,
        @Nullable String fixed,
        Severity severity) {

    static void addAll(List<FindingRow> rows, long set, Findings found) {
        for (PackageUpgrade upgrade : found.fixable()) {
            String fixed = SearchText.of(upgrade.fixed());
            if (upgrade.vulnerabilities().isEmpty()) {
                rows.add(row(set, null, upgrade.name(), upgrade.installed(), fixed, Severity.UNKNOWN));
            }
            upgrade.vulnerabilities()
                    .forEach(v -> rows.add(row(set, v.id(), upgrade.name(), upgrade.installed(), fixed, v.severity())));
        }
        for (UnfixedFinding finding : found.unfixed()) {
            rows.add(row(
                    set,
                    finding.vulnerability().orElse(null),
                    finding.name(),
                    finding.installed(),
                    null,
                    finding.severity()));
        }
    }

    private static FindingRow row(
            long set,
            @Nullable String vulnerability,
            String name,
            String installed,
            @Nullable String fixed,
            Severity severity) {
        return new FindingRow(
                set,
                vulnerability == null ? null : SearchText.of(vulnerability),
                SearchText.of(name),
                SearchText.of(installed),
                fixed,
                severity);
    }
}
