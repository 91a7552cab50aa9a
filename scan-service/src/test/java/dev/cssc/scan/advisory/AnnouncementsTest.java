package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.service.AdvisoryEngine;
import dev.cssc.scan.service.ScanStack;
import dev.cssc.scan.service.Wire;
import dev.cssc.scan.verdict.Fixes;
import dev.cssc.scan.verdict.Fixes.Fix;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class AnnouncementsTest {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    Announcements announcements;

    @Inject
    AnnouncementStore store;

    @Inject
    Transactions transactions;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final Scanner scanner = new Scanner("advisory", "1", "db-" + id);

    /** Whatever other tests left to sweep. */
    @BeforeEach
    void noSweepGoesOn() {
        transactions.await(tx -> tx.statement("update job set state = 'DONE' where kind = 'rejudge'")
                .executeUpdate());
    }

    @AfterEach
    void endTheSweep() {
        sweepIs("DONE");
    }

    @Test
    void whatSeveralStepsOfASweepFoundIsToldTogetherWorstFirst() {
        add(news("a", "low", Severity.LOW), news("b", "only", Severity.HIGH));
        add(news("a", "worst", Severity.CRITICAL), news("a", "unrated", Severity.UNKNOWN));

        announcements.tellDue();

        List<BecameFixable> told = told(2);
        assertThat(told).extracting(BecameFixable::workflow).containsExactlyInAnyOrder("a-" + id, "b-" + id);
        assertThat(images(told, "a"))
                .extracting(Affected::severity)
                .containsExactly(Severity.CRITICAL, Severity.LOW, Severity.UNKNOWN);
    }

    @Test
    void whileASweepGoesOnItIsGatheredForABoundedTime() {
        sweepIs("QUEUED");
        add(news("a", "1", Severity.HIGH));
        announcements.tellDue();
        assertThat(waiting()).isEqualTo(1);

        transactions.await(tx -> tx.statement(
                        "update announcement set at = now() - interval '11 minutes' where workflow like :mine")
                .setParameter("mine", "%" + id)
                .executeUpdate());
        announcements.tellDue();

        assertThat(waiting()).isZero();
        told(1);
    }

    @Test
    void longListIsToldInSeveralEventsTheWorstInTheFirst() {
        add(IntStream.range(0, 2 * Announcements.MOST_IMAGES + 1)
                .mapToObj(i -> news("a", "t" + i, i == 700 ? Severity.CRITICAL : Severity.LOW))
                .toArray(Change[]::new));

        announcements.tellDue();

        List<BecameFixable> told = told(3);
        assertThat(told)
                .extracting(event -> event.images().size())
                .containsExactly(Announcements.MOST_IMAGES, Announcements.MOST_IMAGES, 1);
        assertThat(told.getFirst().images().getFirst().image()).endsWith(":t700");
    }

    @Test
    void imageThatWaitsAlreadyIsToldOnceOfAllThatIsNew() {
        add(news("a", "1", Severity.LOW));
        add(news("a", "1", Severity.HIGH));

        announcements.tellDue();

        assertThat(images(told(1), "a"))
                .containsExactly(new Affected(name("1"), Severity.HIGH, List.of("CVE-HIGH-" + id, "CVE-LOW-" + id)));
    }

    @Test
    void sameImageIsToldAgainOfSomethingElseByTheSameDatabase() {
        add(news("a", "1", Severity.LOW));
        announcements.tellDue();
        add(news("a", "1", Severity.HIGH));
        announcements.tellDue();

        told(2);
        assertThat(new Wire(kafka)
                        .records(EventType.BECAME_FIXABLE.topic()).stream()
                                .filter(sent -> sent.value().contains(id))
                                .map(sent -> new String(
                                        sent.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                                .distinct())
                .hasSize(2);
    }

    @Test
    void whatACrashInterruptedIsToldLaterAndTwoThatTellTellItOnce() throws Exception {
        int many = Announcements.MOST_IMAGES + 10;
        add(IntStream.range(0, many)
                .mapToObj(i -> news("a", "t" + i, Severity.LOW))
                .toArray(Change[]::new));
        assertThatThrownBy(() -> transactions.await(tx -> store.due(tx, Duration.ZERO)
                        .flatMap(due -> announcements.tell(tx, due.getFirst()))
                        .flatMap(told -> Uni.createFrom().failure(new IllegalStateException("killed")))))
                .hasMessage("killed");
        assertThat(waiting()).isEqualTo(many);

        try (ExecutorService replicas = Executors.newFixedThreadPool(2)) {
            for (Future<Object> done :
                    replicas.invokeAll(Collections.nCopies(2, Executors.callable(announcements::tellDue)))) {
                done.get();
            }
        }

        announcements.tellDue();
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        sent().stream().mapToInt(event -> event.images().size()).sum() >= many);
        assertThat(images(sent(), "a")).hasSize(many).doesNotHaveDuplicates();
    }

    private void add(Change... changes) {
        transactions.await(tx -> store.add(tx, List.of(changes), scanner));
    }

    private Change news(String workflow, String tag, Severity severity) {
        WatchedImage image = new WatchedImage(
                workflow + "-" + id,
                name(tag),
                Optional.of(Digest.of(tag)),
                Optional.of("run"),
                new Repository("registry.test", id),
                Digest.of(tag),
                Criteria.NONE,
                VerdictKind.FIXABLE,
                Optional.of(Set.of()));
        return new Change(image, image, new Fixes(List.of(new Fix("CVE-" + severity + "-" + id, severity, true))));
    }

    private String name(String tag) {
        return "registry.test/" + id + ":" + tag;
    }

    /** A job of a sweep is there, in that state. */
    private void sweepIs(String state) {
        transactions.await(tx -> tx.statement("""
                        insert into job (id, kind, run, subject, payload, state)
                        values (cast(:id as uuid), 'rejudge', :run, '-', '{}', :state)
                        on conflict (id) do update set state = excluded.state
                        """)
                .setParameter(
                        "id",
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8))
                                .toString())
                .setParameter("run", "sweep-" + id)
                .setParameter("state", state)
                .executeUpdate());
    }

    private long waiting() {
        return transactions.await(
                tx -> tx.column("select count(*) from announcement where workflow like :mine", Long.class)
                        .setParameter("mine", "%" + id)
                        .getSingleResult());
    }

    /** The events about this test's images, once there are so many. */
    private List<BecameFixable> told(int events) {
        await().atMost(Duration.ofSeconds(60)).until(() -> sent().size() >= events);
        assertThat(sent()).hasSize(events);
        return sent();
    }

    private List<BecameFixable> sent() {
        return new Wire(kafka)
                .records(EventType.BECAME_FIXABLE.topic()).stream()
                        .map(sent -> EventCodec.read(sent.value(), BecameFixable.class))
                        .filter(event -> event.workflow().endsWith(id))
                        .toList();
    }

    private List<Affected> images(List<BecameFixable> events, String workflow) {
        return events.stream()
                .filter(event -> event.workflow().equals(workflow + "-" + id))
                .flatMap(event -> Stream.of(event.images().toArray(Affected[]::new)))
                .toList();
    }
}
