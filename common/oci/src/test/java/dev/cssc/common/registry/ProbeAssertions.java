package dev.cssc.common.registry;

import dev.cssc.common.registry.ProbeCheck.Kind;
import dev.cssc.common.registry.ProbeCheck.Outcome;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Reads reports of a probe. */
final class ProbeAssertions {
    private ProbeAssertions() {}

    static ProbeCheck check(ProbeReport report, Kind kind) {
        assertThat(report.checks()).extracting(ProbeCheck::check).containsExactlyInAnyOrder(Kind.values());
        assertThat(report.toString()).doesNotContain(FakeRegistry.USER.secret());
        return report.checks().stream()
                .filter(check -> check.check() == kind)
                .findFirst()
                .orElseThrow();
    }

    static void assertOk(ProbeReport report, Kind kind) {
        assertThat(check(report, kind).outcome()).as("%s", report).isEqualTo(Outcome.OK);
        assertThat(check(report, kind).reason()).isEqualTo(Optional.empty());
    }

    static void assertIs(ProbeReport report, Kind kind, Outcome outcome, ProbeReason reason) {
        ProbeCheck check = check(report, kind);
        assertThat(check.outcome()).as("%s", report).isEqualTo(outcome);
        assertThat(check.reason()).as("%s", report).contains(reason);
        assertThat(check.help()).contains(reason.help());
    }

    /** The registry cannot be used, for this reason, and nothing behind that check was tried. */
    static void assertFailsAt(ProbeReport report, Kind kind, ProbeReason reason) {
        assertIs(report, kind, Outcome.FAILED, reason);
        assertThat(report.passed()).isFalse();
        assertThat(report.checks().stream().filter(c -> c.check().compareTo(kind) > 0))
                .allSatisfy(later -> assertThat(later.reason()).contains(ProbeReason.EARLIER_FAILURE));
    }
}
