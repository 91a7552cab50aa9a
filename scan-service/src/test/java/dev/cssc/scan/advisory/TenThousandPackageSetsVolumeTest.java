package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.image.Digest;
import dev.cssc.common.job.Claimed;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.Memory;
import dev.cssc.scan.inventory.PackageSetStore;
import dev.cssc.scan.service.AdvisoryEngine;
import dev.cssc.scan.service.ScanStack;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Volume: 10,000 stored package sets and two databases, one advisory apart. The engine is a stand-in that looks advisories up by name. */
@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class TenThousandPackageSetsVolumeTest {

    private static final Logger LOG = Logger.getLogger(TenThousandPackageSetsVolumeTest.class);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    AdvisoryEngine advisories;

    @Inject
    PackageSetStore sets;

    @Inject
    Memory memory;

    @Inject
    WatchedImageStore watched;

    @Inject
    Sweeps sweeps;

    @Inject
    Announcements announcements;

    @Inject
    JobStore jobs;

    @Inject
    JobWorker worker;

    @Inject
    RejudgeHandler handler;

    @Inject
    Transactions transactions;

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final ManySets many = new ManySets(id, "advisory");
    private final Vulnerability news = new Vulnerability("CVE-news-" + id, Severity.CRITICAL);

    /** The ranges are counted on: whatever other tests left watched is not swept here. */
    @BeforeEach
    void nothingElseIsWatched() {
        transactions.await(tx -> tx.statement("delete from watched_image").executeUpdate());
    }

    @Test
    void exactlyTheImagesWithThePackageAreToldOnceThoughReplicasShareTheSweepAndOneDies() throws Exception {
        many.store(transactions, sets, watched, i -> AdvisoryEngine.inventory(names(i)), VerdictKind.CLEAN);
        advisories.know("db-1-" + id, Map.of());
        sweeps.watch();
        drive(2);
        assertThat(told()).isEmpty();

        advisories.know("db-2-" + id, Map.of("affected-" + id, news));
        sweeps.watch();
        sweeps.watch();
        // Somebody had another image with the packages of the first one scanned before the sweep came to them.
        transactions.await(tx -> memory.keep(
                tx,
                Digest.of("another " + id),
                new ScanOutcome.Scanned(
                        AdvisoryEngine.inventory(names(0)),
                        List.of(TestScans.upgrade("affected-" + id, news)),
                        List.of(),
                        new Scanner("advisory", "1", "db-2-" + id)),
                ""));
        dieHalfWay();
        int before = advisories.matches();
        long start = System.nanoTime();
        drive(2);
        double seconds = (System.nanoTime() - start) / 1e9;
        LOG.infof("judged %d package sets again in %.1f s", advisories.matches() - before, seconds);

        Set<String> expected = many.affected();
        await().atMost(Duration.ofSeconds(60)).until(() -> told().size() >= expected.size());
        assertThat(told()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.scanner().database()).isEqualTo("db-2-" + id);
            assertThat(event.images()).allSatisfy(image -> {
                assertThat(image.severity()).isEqualTo(Severity.CRITICAL);
                assertThat(image.vulnerabilities()).containsExactly(news.id());
            });
        });

        sweeps.watch();
        drive(1);
        assertThat(told()).hasSameSizeAs(expected);
        assertThat(count("select count(*) from watched_image where verdict = 'FIXABLE' and name like '"
                        + many.repository() + ":%'"))
                .isEqualTo(expected.size() + expected.size());
    }

    /** A worker takes the first job, and dies after some of its package sets without another word. */
    private void dieHalfWay() {
        Claimed claimed = transactions
                .await(tx -> jobs.claim(tx, List.of(RejudgeOrder.KIND), "dying"))
                .orElseThrow();
        AtomicInteger left = new AtomicInteger(250);
        advisories.atEachMatch(() -> {
            if (left.decrementAndGet() == 0) {
                throw new IllegalStateException("killed");
            }
        });
        assertThatThrownBy(() -> handler.run(claimed.job())).hasMessage("killed");
        advisories.atEachMatch(() -> {});
        transactions.await(tx -> tx.statement(
                        "update job set lease_until = now() - interval '1 second' where id = cast(:id as uuid)")
                .setParameter("id", claimed.job().id().toString())
                .executeUpdate());
    }

    /** So many replicas work at once until there is nothing left. */
    private void drive(int replicas) throws Exception {
        ManySets.drive(worker, replicas);
        announcements.tellDue();
        assertThat(count("select count(*) from job where kind = 'rejudge' and state <> 'DONE'"))
                .isZero();
    }

    private String[] names(int i) {
        return many.names(i).toArray(String[]::new);
    }

    private List<BecameFixable> events() {
        return many.events(kafka);
    }

    private List<String> told() {
        return many.told(kafka);
    }

    private long count(String query) {
        return transactions.await(tx -> tx.column(query, Long.class).getSingleResult());
    }
}
