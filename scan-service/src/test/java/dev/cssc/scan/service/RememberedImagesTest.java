package dev.cssc.scan.service;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.testing.TestStack;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.engine.ScanRequest;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class RememberedImagesTest extends RememberedImagesDriver {

    /** The stack's database has the date of a day that has passed, and a status says so whoever judged. */
    private static final String STALE = "judged with a database of 2026-11-24T05:00:00Z";

    @Test
    void imageThatEqualKnowledgeJudgedIsAnsweredWithoutAJob() {
        sayDue("first");
        workUntil("first", State.CLEAN);
        int scans = advisories.scans();

        sayDue("second");

        ImageStatus end = wire.awaitStatus(image.name(), status -> status.run().equals(run("second")));
        assertThat(end.state()).isEqualTo(State.CLEAN);
        assertThat(end.job()).isEmpty();
        assertThat(end.detail()).contains("no findings in 1; " + STALE);
        assertThat(jobsOf("second")).isZero();
        assertThat(advisories.scans()).isEqualTo(scans);
    }

    @Test
    void afterANewDatabaseKnownPackagesAreMatchedWithoutTheImage() {
        sayDue("first");
        workUntil("first", State.CLEAN);
        int scans = advisories.scans();
        advisories.know("db-2-" + id, Map.of("libc-" + id, AdvisoryEngine.severe("CVE-1-" + id)));

        sayDue("second");
        workUntil("second", State.FIXABLE);

        assertThat(advisories.scans()).isEqualTo(scans);
        assertThat(jobsOf("second")).isEqualTo(1);
    }

    @Test
    void verdictFromMemoryIsByTheCriteriaOfWhoAsks() {
        advisories.know("db-3-" + id, Map.of("libc-" + id, AdvisoryEngine.severe("CVE-1-" + id)));
        sayDue("first");
        workUntil("first", State.FIXABLE);

        wire.say(due("second", new Criteria(Optional.of(Severity.CRITICAL), List.of(), List.of())));

        ImageStatus end = wire.awaitStatus(image.name(), status -> status.run().equals(run("second")));
        assertThat(end.state()).isEqualTo(State.CLEAN);
        assertThat(end.detail())
                .contains("no finding that counts in 1; 1 finding below CRITICAL does not count; " + STALE);
    }

    @Test
    void dueImageOfACancelledRunEndsCancelledAlthoughItsVerdictIsKnown() {
        sayDue("first");
        workUntil("first", State.CLEAN);
        wire.say(new RunCancelled(run("second"), "w"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> count("select count(*) from cancelled_run where run = '" + run("second") + "'") == 1);

        sayDue("second");

        workUntil("second", State.CANCELLED);
    }

    @Test
    void whatCannotBeReadDeadLettersAloneAmongItsNeighbours() {
        sayDue("first");
        workUntil("first", State.CLEAN);

        wire.sayAll(
                EventType.IMAGE_DUE.topic(),
                List.of(
                        EventCodec.write(due("second", Criteria.NONE)),
                        "no json " + id,
                        "{\"image\": \"no/tag\", \"note\": \"" + id + "\"}",
                        EventCodec.write(due("third", Criteria.NONE))));

        for (String run : List.of("second", "third")) {
            wire.awaitStatus(image.name(), status -> status.run().equals(run(run)) && status.state() == State.CLEAN);
        }
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(wire.records(EventType.IMAGE_DUE.deadLetterTopic()).stream()
                                .filter(letter -> letter.value().contains(id)))
                        .hasSize(2));
    }

    @Test
    void manifestAskedForBySeveralAtOnceIsScannedOnce() throws Exception {
        int before = advisories.scans();
        CountDownLatch scanning = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        advisories.atEachScan(() -> {
            scanning.countDown();
            awaitQuietly(go);
        });
        Callable<ScanOutcome> ask = () -> engine.scan(
                new ScanRequest(image.repository(), image.digest(), Platform.host(), directory, Instant.now()));
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<ScanOutcome> first = threads.submit(ask);
            assertThat(scanning.await(60, TimeUnit.SECONDS)).isTrue();
            List<Future<ScanOutcome>> others = List.of(threads.submit(ask), threads.submit(ask));
            go.countDown();

            assertThat(first.get()).isInstanceOf(ScanOutcome.Scanned.class);
            for (Future<ScanOutcome> other : others) {
                assertThat(other.get()).isEqualTo(first.get());
            }
        } finally {
            advisories.atEachScan(() -> {});
        }
        assertThat(advisories.scans()).isEqualTo(before + 1);
    }

    @Test
    void publishedPatchIsWatchedInPlaceOfItsSourceWithoutAnotherScan() {
        sayDue("first");
        workUntil("first", State.CLEAN);
        PinnedImage patch = push("1-patched", "patched " + id);
        // As its verification did when it was staged.
        engine.scan(new ScanRequest(image.repository(), patch.digest(), Platform.host(), directory, Instant.now()));
        int scans = advisories.scans();

        wire.say(new Patched(
                run("first"),
                "w",
                image,
                patch,
                UUID.randomUUID(),
                List.of(),
                List.of(),
                0,
                Map.of(),
                "test",
                Instant.now(),
                List.of()));

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            worker.runDue();
            return transactions
                    .await(tx -> watched.find(tx, "w", image.name()))
                    .orElseThrow()
                    .digest()
                    .equals(patch.digest());
        });
        assertThat(advisories.scans()).isEqualTo(scans);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
