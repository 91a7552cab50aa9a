package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.ImageStore;
import dev.cssc.scan.inventory.Memory;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.service.AdvisoryEngine;
import dev.cssc.scan.service.ScanStack;
import dev.cssc.scan.service.Wire;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verdict.ImageVerdict;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class PublishedPatchesTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    PublishedPatches patches;

    @Inject
    Announcements announcements;

    @Inject
    WatchedImageStore watched;

    @Inject
    ImageStore images;

    @Inject
    Memory memory;

    @Inject
    Transactions transactions;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String workflow = "w-" + id;
    private final Repository repository = new Repository("registry.test", "patches/" + id);

    @Test
    void advisoryThatCameBetweenVerificationAndWatchingIsTold() {
        PinnedImage source = image("1", "CVE-old");
        due("run-1", source, source, "CVE-old");
        PinnedImage patch = image("1-1", "CVE-late");

        take("run-1", source, patch, Instant.now());

        assertThat(watched(source).digest()).isEqualTo(patch.digest());
        assertThat(watched(source).verdict()).isEqualTo(VerdictKind.FIXABLE);
        assertThat(told()).containsExactly("CVE-late");

        take("run-1", source, patch, Instant.now());
        assertThat(told()).containsExactly("CVE-late");
    }

    @Test
    void whatAPartialPatchLeftIsNotToldAsNew() {
        PinnedImage source = image("1", "CVE-old", "CVE-stays");
        due("run-1", source, source, "CVE-old", "CVE-stays");
        PinnedImage patch = image("1-1", "CVE-stays");

        take("run-1", source, patch, Instant.now());

        assertThat(watched(source).digest()).isEqualTo(patch.digest());
        assertThat(waiting()).isZero();
    }

    @Test
    void latePatchReplacesNeitherANewerPatchNorANewerSource() {
        PinnedImage source = image("1", "CVE-old");
        due("run-1", source, source, "CVE-old");
        Instant early = Instant.now();
        due("run-2", source, source, "CVE-old");
        PinnedImage newer = image("1-2");
        take("run-2", source, newer, Instant.now());

        take("run-1", source, image("1-1"), early);
        assertThat(watched(source).digest()).isEqualTo(newer.digest());

        PinnedImage again = image("1", "CVE-other");
        due("run-3", again, again, "CVE-other");
        take("run-2", source, newer, Instant.now());
        assertThat(watched(source).digest()).isEqualTo(again.digest());
    }

    @Test
    void imageThatWasJudgedLateDoesNotReplaceOneThatWasMadeDueAfterIt() {
        UUID job = UUID.randomUUID();
        transactions.await(
                tx -> tx.statement("""
                        insert into job (id, kind, run, subject, payload, created_at, state)
                        values (cast(:id as uuid), 'scan', 'run-1', '-', '{}', now() - interval '1 minute', 'DONE')
                        """).setParameter("id", job.toString()).executeUpdate());
        PinnedImage older = image("1", "CVE-old");
        PinnedImage newer = image("1", "CVE-new");
        due("run-2", newer, newer, "CVE-new");

        transactions.await(tx -> watched.keep(tx, of("run-1", older, older, "CVE-old"), job));

        assertThat(watched(newer).digest()).isEqualTo(newer.digest());
    }

    @Test
    void platformThatNobodyCanJudgeKeepsNoPatchFromBeingWatched() {
        PinnedImage source = image("1", "CVE-old");
        due("run-1", source, source, "CVE-old");
        PinnedImage patch = image("1-1");
        Digest index = Digest.of("index " + id);
        transactions.await(tx -> images.keepPlatforms(
                tx,
                repository,
                index,
                List.of(
                        new PlatformManifest(Platform.parse("linux/amd64"), patch.digest()),
                        new PlatformManifest(Platform.parse("windows/amd64"), Digest.of("windows " + id)))));

        take("run-1", source, new PinnedImage(repository, new Tag("1-1"), index), Instant.now());

        assertThat(watched(source).digest()).isEqualTo(index);
        assertThat(watched(source).verdict()).isEqualTo(VerdictKind.UNSUPPORTED);
    }

    /** An image with packages of its own, in which the engine finds these. */
    private PinnedImage image(String tag, String... vulnerabilities) {
        String content = tag + " " + Arrays.toString(vulnerabilities) + " " + id;
        Digest digest = Digest.of(content);
        transactions.await(tx -> images.keepPlatforms(
                        tx, repository, digest, List.of(new PlatformManifest(Platform.parse("linux/amd64"), digest)))
                .chain(() -> memory.keep(tx, digest, outcome(content, vulnerabilities), "")));
        return new PinnedImage(repository, new Tag(tag), digest);
    }

    private ScanOutcome.Scanned outcome(String content, String... vulnerabilities) {
        String name = "app-" + Digest.of(content).hex();
        return new ScanOutcome.Scanned(
                TestScans.inventory(name),
                vulnerabilities.length == 0 ? List.of() : List.of(TestScans.upgrade(name, vulnerabilities)),
                List.of(),
                knowledge().scanner());
    }

    private Knowledge knowledge() {
        return new Knowledge(new Scanner("advisory", "1", "db-" + id), "");
    }

    private void due(String run, PinnedImage source, PinnedImage candidate, String... vulnerabilities) {
        transactions.await(tx -> watched.keep(tx, List.of(of(run, source, candidate, vulnerabilities))));
    }

    private WatchedImage of(String run, PinnedImage source, PinnedImage candidate, String... vulnerabilities) {
        ImageDue due = new ImageDue(
                run,
                workflow,
                DueReason.SCHEDULED,
                source,
                candidate,
                TagConvention.INCREMENTAL,
                Optional.of(Criteria.NONE));
        return WatchedImage.of(
                due,
                ImageVerdict.of(
                        List.of(outcome(candidate.toString(), vulnerabilities)),
                        Counting.today(due.criteria(), Clock.systemUTC(), SupportCalendar.EMPTY)));
    }

    private void take(String run, PinnedImage source, PinnedImage patch, Instant at) {
        Patched patched = new Patched(
                run, workflow, source, patch, new UUID(0, 1), List.of(), List.of(), 0, Map.of(), "test", at, List.of());
        transactions.await(tx -> patches.take(tx, patched, knowledge()));
    }

    private WatchedImage watched(PinnedImage source) {
        return transactions
                .await(tx -> watched.find(tx, workflow, source.name()))
                .orElseThrow();
    }

    /** The vulnerabilities that were told of this test's images, once there are any. */
    private List<String> told() {
        transactions.await(tx -> tx.statement("update job set state = 'DONE' where kind = 'rejudge'")
                .executeUpdate());
        announcements.tellDue();
        await().atMost(Duration.ofSeconds(60)).until(() -> !sent().isEmpty());
        return sent();
    }

    private List<String> sent() {
        return new Wire(kafka)
                .records(EventType.BECAME_FIXABLE.topic()).stream()
                        .map(sent -> EventCodec.read(sent.value(), BecameFixable.class))
                        .filter(event -> event.workflow().equals(workflow))
                        .flatMap(event -> event.images().stream())
                        .flatMap(image -> image.vulnerabilities().stream())
                        .toList();
    }

    private long waiting() {
        return transactions.await(
                tx -> tx.column("select count(*) from announcement where workflow = :workflow", Long.class)
                        .setParameter("workflow", workflow)
                        .getSingleResult());
    }
}
