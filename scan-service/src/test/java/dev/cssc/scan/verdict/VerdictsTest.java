package dev.cssc.scan.verdict;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.MultiPlatform;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static dev.cssc.scan.TestScans.endOfLife;
import static dev.cssc.scan.TestScans.scanned;
import static dev.cssc.scan.TestScans.unfixed;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerdictsTest {

    private static final List<String> INSTALLED = List.of("libc6", "tar");

    record Case(Verdict verdict, ImageLifecycle next) {}

    static List<Case> verdictsAndWhatFollows() {
        ImageLifecycle.Scanning scanning = new ImageLifecycle.Scanning();
        return List.of(
                new Case(new Verdict.Clean(), scanning.clean()),
                new Case(new Verdict.UnfixableOnly(3), scanning.skip(ReasonCode.UNFIXABLE_ONLY)),
                new Case(
                        new Verdict.EndOfLife(new OperatingSystem("debian", "9.13")),
                        scanning.skip(ReasonCode.END_OF_LIFE)),
                new Case(new Verdict.Unsupported("scratch"), scanning.skip(ReasonCode.UNSUPPORTED_IMAGE)),
                new Case(new Verdict.Fixable(List.of(upgrade("libc6"))), scanning.findFixable()));
    }

    @ParameterizedTest
    @MethodSource("verdictsAndWhatFollows")
    void verdictLeadsToItsStateAndReason(Case verdict) {
        ImageLifecycle next = Verdicts.next(verdict.verdict());

        assertThat(next).isEqualTo(verdict.next());
        assertThat(State.SCANNING.mayBecome(next.state())).isTrue();
    }

    @Test
    void imageWithoutFindingsIsClean() {
        assertThat(verdict(scanned(INSTALLED, List.of(), List.of()))).isEqualTo(new Verdict.Clean());
    }

    @Test
    void imageWithFixableFindingsIsFixableWhateverElseItHas() {
        ScanOutcome outcome = scanned(INSTALLED, List.of(upgrade("libc6", "CVE-1")), List.of(unfixed("tar", "CVE-2")));

        assertThat(verdict(outcome)).isEqualTo(new Verdict.Fixable(List.of(upgrade("libc6", "CVE-1"))));
    }

    @Test
    void findingsWithoutAnyFixAreUnfixable() {
        assertThat(verdict(scanned(INSTALLED, List.of(), List.of(unfixed("tar", "CVE-2")))))
                .isEqualTo(new Verdict.UnfixableOnly(1));
    }

    @Test
    void endOfLifeComesBeforeItsFindings() {
        assertThat(verdict(endOfLife(List.of(upgrade("libc6", "CVE-1"))))).isInstanceOf(Verdict.EndOfLife.class);
    }

    @Test
    void imageThatNobodyUnderstandsIsUnsupportedAndNeverClean() {
        assertThat(verdict(new ScanOutcome.NotUnderstood("scratch", TestScans.SCANNER)))
                .isEqualTo(new Verdict.Unsupported("scratch"));
    }

    @Test
    void inventoryWithoutPackagesCannotBeMade() {
        assertThatThrownBy(() -> new Inventory(new OperatingSystem("debian", "12"), false, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noPlatformIsNoVerdict() {
        assertThatThrownBy(() -> Verdicts.ofAll(List.of(), Criteria.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void indexIsCleanOnlyWhereAllOfItIsAndFixableWhereAnyOfItIs() {
        Random random = new Random(7);
        List<Verdict> all = verdictsAndWhatFollows().stream().map(Case::verdict).toList();
        for (int i = 0; i < 1_000; i++) {
            List<Verdict> platforms = new ArrayList<>();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                platforms.add(all.get(random.nextInt(all.size())));
            }
            Verdict verdict = Verdicts.ofAll(platforms, Criteria.NONE);
            List<Verdict> shuffled = new ArrayList<>(platforms);
            Collections.shuffle(shuffled, random);

            assertThat(verdict instanceof Verdict.Clean)
                    .as("%s", platforms)
                    .isEqualTo(platforms.stream().allMatch(v -> v instanceof Verdict.Clean));
            assertThat(verdict instanceof Verdict.Fixable)
                    .as("%s", platforms)
                    .isEqualTo(platforms.stream().anyMatch(v -> v instanceof Verdict.Fixable));
            assertThat(Verdicts.next(Verdicts.ofAll(shuffled, Criteria.NONE))).isEqualTo(Verdicts.next(verdict));
        }
    }

    @Test
    void whereAllPlatformsOrNoneAreWantedOneThatCannotBePatchedComesFirst() {
        Criteria all = new Criteria(
                Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.of(MultiPlatform.ALL_OR_NOTHING));
        Verdict fixable = new Verdict.Fixable(List.of(upgrade("libc6")));
        Verdict windows = new Verdict.Unsupported("Windows");
        Verdict ended = new Verdict.EndOfLife(new OperatingSystem("debian", "9.13"));

        assertThat(Verdicts.ofAll(List.of(fixable, windows), all)).isEqualTo(windows);
        assertThat(Verdicts.ofAll(List.of(windows, fixable, ended), all)).isEqualTo(ended);
        assertThat(Verdicts.ofAll(List.of(new Verdict.Clean(), fixable, new Verdict.UnfixableOnly(1)), all))
                .as("platforms that need nothing do not stand in the way")
                .isEqualTo(fixable);
        assertThat(Verdicts.ofAll(List.of(windows, fixable), Criteria.NONE)).isEqualTo(fixable);
    }

    private static Verdict verdict(ScanOutcome outcome) {
        return Verdicts.of(outcome, Counting.EVERYTHING);
    }
}
