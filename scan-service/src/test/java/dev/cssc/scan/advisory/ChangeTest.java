package dev.cssc.scan.advisory;

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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;

class ChangeTest {

    private static final OfPlatform CLEAN = judged("amd64", TestScans.scanned(List.of("libc6"), List.of(), List.of()));
    private static final OfPlatform FIXABLE = judged("arm64", fixable(new Vulnerability("CVE-1", Severity.MEDIUM)));
    private static final OfPlatform UNKNOWN = new OfPlatform(Platform.of("linux", "s390x"), Optional.empty());

    @Test
    void oneFixablePlatformMakesTheImageFixableWhateverTheOthersAre() {
        WatchedImage image = image("w", Criteria.NONE, VerdictKind.CLEAN);

        assertThat(change(image, CLEAN, FIXABLE, UNKNOWN))
                .hasValueSatisfying(change ->
                        assertThat(change.now()).isEqualTo(image.judged(VerdictKind.FIXABLE, Set.of("CVE-1"))));
    }

    @Test
    void imageThatWasFixableBeforeIsNoNews() {
        assertThat(change(image("w", Criteria.NONE, VerdictKind.FIXABLE, "CVE-1"), FIXABLE))
                .isEmpty();
    }

    @Test
    void imageThatStaysFixableIsToldOfTheFixThatWasNotThereBefore() {
        WatchedImage image = image("w", Criteria.NONE, VerdictKind.FIXABLE, "CVE-1");
        OfPlatform both = judged(
                "arm64",
                fixable(new Vulnerability("CVE-1", Severity.MEDIUM), new Vulnerability("CVE-2", Severity.CRITICAL)));

        Change change = change(image, both).orElseThrow();

        assertThat(change.isNews()).isTrue();
        assertThat(change.fresh().worst()).isEqualTo(Severity.CRITICAL);
        assertThat(change.fresh().vulnerabilities()).containsExactly("CVE-2");
        assertThat(change(change.now(), both)).isEmpty();
    }

    @Test
    void fixThatGoesAndComesAgainIsToldOnce() {
        WatchedImage told = change(image("w", Criteria.NONE, VerdictKind.CLEAN), FIXABLE)
                .orElseThrow()
                .now();
        WatchedImage gone = change(told, CLEAN).orElseThrow().now();

        assertThat(change(gone, FIXABLE))
                .hasValueSatisfying(again -> assertThat(again.isNews()).isFalse());
    }

    @Test
    void fewerFixesAreNoNews() {
        WatchedImage image = image("w", Criteria.NONE, VerdictKind.FIXABLE, "CVE-1", "CVE-2");

        assertThat(change(image, FIXABLE)).isEmpty();
    }

    @Test
    void updateWithoutIdsIsTheNewsItself() {
        OfPlatform update = judged("amd64", TestScans.scanned(List.of("libc6"), List.of(upgrade("libc6")), List.of()));

        Change change = change(image("w", Criteria.NONE, VerdictKind.FIXABLE, "CVE-1"), update)
                .orElseThrow();

        assertThat(change.isNews()).isTrue();
        assertThat(change.fresh().worst()).isEqualTo(Severity.UNKNOWN);
        assertThat(change.fresh().vulnerabilities()).isEmpty();
    }

    @Test
    void ofAnImageWithMoreThanCanBeRememberedNothingIsToldAgain() {
        String[] many = IntStream.range(0, WatchedImage.MOST_KNOWN)
                .mapToObj(i -> "CVE-many-" + i)
                .toArray(String[]::new);

        assertThat(change(image("w", Criteria.NONE, VerdictKind.FIXABLE, many), FIXABLE))
                .isEmpty();
    }

    @Test
    void whatWasFixableBeforeFixesWereKeptIsRememberedAndNotTold() {
        WatchedImage old = unkept(image("w", Criteria.NONE, VerdictKind.FIXABLE));

        Change change = change(old, FIXABLE).orElseThrow();

        assertThat(change.now().known()).contains(Set.of("CVE-1"));
        assertThat(change.isNews()).isFalse();
        assertThat(change(unkept(image("w", Criteria.NONE, VerdictKind.CLEAN)), FIXABLE))
                .hasValueSatisfying(news -> assertThat(news.isNews()).isTrue());
    }

    @Test
    void patchThatTakesThePlaceOfItsSourceIsToldOfWhatTheSourceDidNotHave() {
        WatchedImage source = image("w", Criteria.NONE, VerdictKind.FIXABLE, "CVE-1", "CVE-old");
        WatchedImage patch = new WatchedImage(
                "w",
                source.name(),
                source.source(),
                source.run(),
                source.repository(),
                Digest.of("patch"),
                Criteria.NONE,
                VerdictKind.CLEAN,
                Optional.empty());

        Change partial = between(source, patch, FIXABLE);
        Change late = between(source, patch, judged("amd64", fixable(new Vulnerability("CVE-late", Severity.HIGH))));

        assertThat(partial.isNews()).isFalse();
        assertThat(partial.now().digest()).isEqualTo(patch.digest());
        assertThat(late.isNews()).isTrue();
        assertThat(late.fresh().vulnerabilities()).containsExactly("CVE-late");
    }

    private static Change between(WatchedImage before, WatchedImage next, OfPlatform platform) {
        return Change.of(before, next, List.of(platform), counting(next)).orElseThrow();
    }

    private static WatchedImage unkept(WatchedImage image) {
        return new WatchedImage(
                image.workflow(),
                image.name(),
                Optional.empty(),
                Optional.empty(),
                image.repository(),
                image.digest(),
                image.criteria(),
                image.verdict(),
                Optional.empty());
    }

    @Test
    void imageThatIsFixableNoMoreIsRememberedAsSuchAndToldToNobody() {
        Optional<Change> change = change(image("w", Criteria.NONE, VerdictKind.FIXABLE), CLEAN);

        assertThat(change).hasValueSatisfying(c -> assertThat(c.now().verdict()).isEqualTo(VerdictKind.CLEAN));
        assertThat(change.map(Change::isNews)).contains(false);
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
    void ofForeignImagesNobodyIsTold() {
        Change change = change(image(ImageDue.FOREIGN_WORKFLOW, Criteria.NONE, VerdictKind.CLEAN), FIXABLE)
                .orElseThrow();

        assertThat(change.now().verdict()).isEqualTo(VerdictKind.FIXABLE);
        assertThat(change.isNews()).isFalse();
    }

    private static Optional<Change> change(WatchedImage image, OfPlatform... platforms) {
        return Change.of(image, List.of(platforms), counting(image));
    }

    private static Counting counting(WatchedImage image) {
        return new Counting(image.criteria(), LocalDate.of(2026, 11, 24), SupportCalendar.EMPTY);
    }

    private static WatchedImage image(String workflow, Criteria criteria, VerdictKind verdict, String... known) {
        return new WatchedImage(
                workflow,
                "registry.test/app:1",
                Optional.of(Digest.of("app")),
                Optional.of("run"),
                new Repository("registry.test", "app"),
                Digest.of("app"),
                criteria,
                verdict,
                Optional.of(Set.of(known)));
    }

    private static ScanOutcome fixable(Vulnerability... vulnerabilities) {
        return TestScans.scanned(List.of("libc6"), List.of(upgrade("libc6", vulnerabilities)), List.of());
    }

    private static OfPlatform judged(String architecture, ScanOutcome outcome) {
        return new OfPlatform(Platform.of("linux", architecture), Optional.of(outcome));
    }
}
