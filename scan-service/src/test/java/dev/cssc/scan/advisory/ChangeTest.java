package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.NewestOutcomes.OfPlatform;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verdict.VerdictKind;
import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class ChangeTest {

    private static final OfPlatform CLEAN = judged("amd64", TestScans.scanned(List.of("libc6"), List.of(), List.of()));
    private static final OfPlatform FIXABLE = judged("arm64", fixable(new Vulnerability("CVE-1", Severity.MEDIUM)));
    private static final OfPlatform UNKNOWN = new OfPlatform(Platform.of("linux", "s390x"), Optional.empty());

    @Test
    void oneFixablePlatformMakesTheImageFixableWhateverTheOthersAre() {
        WatchedImage image = image("w", Criteria.NONE, VerdictKind.CLEAN);

        assertThat(change(image, CLEAN, FIXABLE, UNKNOWN))
                .hasValueSatisfying(change -> assertThat(change.now()).isEqualTo(image.judged(VerdictKind.FIXABLE)));
    }

    @Test
    void imageThatWasFixableBeforeIsNoNews() {
        assertThat(change(image("w", Criteria.NONE, VerdictKind.FIXABLE), FIXABLE))
                .isEmpty();
    }

    @Test
    void imageThatIsFixableNoMoreIsRememberedAsSuchAndToldToNobody() {
        Optional<Change> change = change(image("w", Criteria.NONE, VerdictKind.FIXABLE), CLEAN);

        assertThat(change).hasValueSatisfying(c -> assertThat(c.now().verdict()).isEqualTo(VerdictKind.CLEAN));
        assertThat(Change.news(change.stream().toList(), TestScans.SCANNER)).isEmpty();
    }

    @Test
    void whatAPlatformThatNobodyJudgedMayHoldIsNotGuessed() {
        assertThat(change(image("w", Criteria.NONE, VerdictKind.FIXABLE), CLEAN, UNKNOWN))
                .isEmpty();
        assertThat(change(image("w", Criteria.NONE, VerdictKind.FIXABLE))).isEmpty();
    }

    @Test
    void criteriaOfTheWorkflowDecideWhatIsNews() {
        Criteria severe = new Criteria(Optional.of(Severity.HIGH), List.of(), List.of());
        Criteria elsewhere = new Criteria(Optional.empty(), List.of(), List.of(Platform.of("linux", "amd64")));

        assertThat(change(image("w", severe, VerdictKind.CLEAN), FIXABLE)).isEmpty();
        assertThat(change(image("w", elsewhere, VerdictKind.CLEAN), CLEAN, FIXABLE))
                .isEmpty();
    }

    @Test
    void newsIsToldToEachWorkflowWorstFirstAndToNobodyOfForeignImages() {
        List<Change> changes = List.of(
                news("a", "1", Severity.LOW),
                news("b", "1", Severity.HIGH),
                news("a", "2", Severity.CRITICAL),
                news(ImageDue.FOREIGN_WORKFLOW, "1", Severity.CRITICAL),
                news("a", "3", Severity.LOW));

        List<BecameFixable> news = Change.news(changes, TestScans.SCANNER);

        assertThat(news).extracting(BecameFixable::workflow).containsExactly("a", "b");
        assertThat(news.getFirst().images())
                .extracting(Affected::image, Affected::severity)
                .containsExactly(
                        tuple("registry.test/app:2", Severity.CRITICAL),
                        tuple("registry.test/app:1", Severity.LOW),
                        tuple("registry.test/app:3", Severity.LOW));
    }

    @Test
    void longListIsToldInSeveralEvents() {
        List<Change> changes = new ArrayList<>(IntStream.range(0, 2 * Change.MOST_IMAGES + 1)
                .mapToObj(i -> news("w", "t" + i, Severity.HIGH))
                .toList());

        assertThat(Change.news(changes, TestScans.SCANNER))
                .extracting(event -> event.images().size())
                .containsExactly(Change.MOST_IMAGES, Change.MOST_IMAGES, 1);
    }

    private static Change news(String workflow, String tag, Severity severity) {
        WatchedImage image = new WatchedImage(
                workflow,
                "registry.test/app:" + tag,
                new Repository("registry.test", "app"),
                Digest.of(tag),
                Criteria.NONE,
                VerdictKind.CLEAN);
        return change(image, judged("amd64", fixable(new Vulnerability("CVE-" + tag, severity))))
                .orElseThrow();
    }

    private static Optional<Change> change(WatchedImage image, OfPlatform... platforms) {
        return Change.of(
                image,
                List.of(platforms),
                new Counting(image.criteria(), LocalDate.of(2026, 11, 24), SupportCalendar.EMPTY));
    }

    private static WatchedImage image(String workflow, Criteria criteria, VerdictKind verdict) {
        return new WatchedImage(
                workflow,
                "registry.test/app:1",
                new Repository("registry.test", "app"),
                Digest.of("app"),
                criteria,
                verdict);
    }

    private static ScanOutcome fixable(Vulnerability vulnerability) {
        return TestScans.scanned(List.of("libc6"), List.of(upgrade("libc6", vulnerability)), List.of());
    }

    private static OfPlatform judged(String architecture, ScanOutcome outcome) {
        return new OfPlatform(Platform.of("linux", architecture), Optional.of(outcome));
    }
}
