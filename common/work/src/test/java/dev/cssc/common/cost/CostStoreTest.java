package dev.cssc.common.cost;

import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
class CostStoreTest {
    @Inject
    CostStore costs;

    @Inject
    JobStore jobs;

    @Inject
    Transactions transactions;

    @BeforeEach
    void nothingIsLeftOver() {
        update("delete from job");
        update("delete from cost");
    }

    private int update(String statement) {
        return transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    private UUID job(String kind, String workflow) {
        UUID id = UUID.randomUUID();
        transactions.await(tx -> jobs.enqueue(tx, new NewJob(id, kind, "run", "s", "{}", 0).inFlow(workflow)));
        return id;
    }

    private void lost(UUID job, Optional<String> image, long micros) {
        transactions.await(tx -> costs.attemptLost(tx, job, image, Duration.ofNanos(micros * 1_000)));
    }

    private List<Cost> sums(Grouping grouping, CostFilter filter) {
        return transactions.await(tx -> costs.sums(tx, grouping, filter, Optional.empty(), 100));
    }

    @Test
    void secondsAreAddedUpByImageWorkflowMonthAndTask() {
        lost(job("scan", "nightly"), Optional.of("r:1/demo/a:1"), 1_000_001);
        lost(job("patch", "nightly"), Optional.of("r:1/demo/a:1"), 2_000_002);
        lost(job("scan", "weekly"), Optional.of("r:1/demo/a:1"), 4_000_004);
        lost(job("scan", "nightly"), Optional.of("r:1/demo/b:1"), 8_000_008);

        assertThat(sums(Grouping.IMAGE, CostFilter.ALL))
                .containsExactly(new Cost("r:1/demo/a:1", 7_000_007, 3), new Cost("r:1/demo/b:1", 8_000_008, 1));
        assertThat(sums(Grouping.WORKFLOW, CostFilter.ALL))
                .containsExactly(new Cost("nightly", 11_000_011, 3), new Cost("weekly", 4_000_004, 1));
        assertThat(sums(Grouping.TASK, CostFilter.ALL))
                .containsExactly(new Cost("patch", 2_000_002, 1), new Cost("scan", 13_000_013, 3));
        assertThat(sums(Grouping.MONTH, CostFilter.ALL)).singleElement().satisfies(month -> {
            assertThat(CostFilter.month(month.name())).isPresent();
            assertThat(month.micros()).isEqualTo(15_000_015);
            assertThat(month.attempts()).isEqualTo(4);
        });
    }

    @Test
    void whatIsOnNoImageAndNobodysHasGroupsWithoutAName() {
        lost(job("rejudge", ""), Optional.empty(), 5);
        lost(job("scan", "-"), Optional.of("r:1/demo/a:1"), 7);

        assertThat(sums(Grouping.IMAGE, CostFilter.ALL))
                .containsExactly(new Cost("", 5, 1), new Cost("r:1/demo/a:1", 7, 1));
        assertThat(sums(Grouping.WORKFLOW, CostFilter.ALL)).containsExactly(new Cost("", 5, 1), new Cost("-", 7, 1));
    }

    @Test
    void anAttemptIsCountedFromItsClaimByTheDatabasesClock() {
        UUID job = job("scan", "w");
        update("update job set state = 'RUNNING', started_at = now() - interval '90 seconds'");

        Duration took = transactions.await(tx -> costs.attemptEnded(tx, job, Optional.empty()));

        assertThat(took).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(150));
        assertThat(sums(Grouping.TASK, CostFilter.ALL)).containsExactly(new Cost("scan", took.toNanos() / 1_000, 1));
    }

    @Test
    void aClockThatWentBackTakesNothingAway() {
        UUID job = job("scan", "w");
        update("update job set state = 'RUNNING', started_at = now() + interval '1 hour'");

        Duration took = transactions.await(tx -> costs.attemptEnded(tx, job, Optional.empty()));

        assertThat(took).isZero();
        lost(job, Optional.empty(), -5);
        assertThat(sums(Grouping.TASK, CostFilter.ALL)).containsExactly(new Cost("scan", 0, 2));
    }

    @Test
    void aMonthEndsAtMidnightOfUtcWhereverTheDatabaseIs() {
        List<String> months =
                transactions.await(tx -> tx.column("select set_config('TimeZone', 'Asia/Tokyo', true)", String.class)
                        .getSingleResult()
                        .chain(() -> tx.column(
                                        "select cast(" + CostStore.month("at") + " as text) from (values"
                                                + " (cast('2026-11-30 23:59:59.999999+00' as timestamptz)),"
                                                + " (cast('2026-12-01 00:00:00+00' as timestamptz))) as moments (at)",
                                        String.class)
                                .getResultList()));

        assertThat(months).containsExactly("2026-11-01", "2026-12-01");
    }

    @Test
    void aFilterRestrictsWhatIsAddedUp() {
        lost(job("scan", "nightly"), Optional.of("r:1/demo/a:1"), 1);
        update("update cost set month = '2025-12-01'");
        lost(job("scan", "nightly"), Optional.of("r:1/demo/a:1"), 2);
        lost(job("scan", "nightly"), Optional.of("s:1/demo/a:2"), 4);
        lost(job("verify", "weekly"), Optional.of("r:1/other:1"), 8);
        Optional<String> any = Optional.empty();
        Optional<YearMonth> always = Optional.empty();

        assertThat(micros(new CostFilter(Optional.of(YearMonth.of(2025, 12)), any, any, any, any, any)))
                .isEqualTo(1);
        assertThat(micros(new CostFilter(always, Optional.of("weekly"), any, any, any, any)))
                .isEqualTo(8);
        assertThat(micros(new CostFilter(always, any, Optional.of("r:1"), Optional.of("demo/a"), any, any)))
                .isEqualTo(3);
        assertThat(micros(new CostFilter(always, any, any, any, Optional.of("2"), any)))
                .isEqualTo(4);
        assertThat(micros(new CostFilter(always, any, any, any, any, Optional.of("scan"))))
                .isEqualTo(7);
        assertThat(micros(new CostFilter(always, Optional.of("nobody"), any, any, any, any)))
                .isZero();
    }

    private long micros(CostFilter filter) {
        return sums(Grouping.IMAGE, filter).stream().mapToLong(Cost::micros).sum();
    }

    @Test
    void aHugeListIsReadInPagesThatMissNothing() {
        update("""
                insert into cost (month, registry, repository, tag, workflow, task, micros, attempts)
                select cast('2026-11-01' as date), 'r:1', 'demo/image-' || (i % 97), cast(i as text), w, 'scan', i, 1
                from generate_series(1, 5000) as i cross join (values ('v'), ('w')) as workflows (w)""");
        update("insert into cost values ('2026-11-01', '', '', '', '', 'rejudge', 1, 1)");

        List<Cost> seen = new ArrayList<>();
        Optional<String> behind = Optional.empty();
        List<Cost> page;
        do {
            Optional<String> place = behind;
            page = transactions.await(tx -> costs.sums(tx, Grouping.IMAGE, CostFilter.ALL, place, 1_000));
            seen.addAll(page);
            behind = page.isEmpty() ? behind : Optional.of(page.getLast().name());
        } while (!page.isEmpty());

        assertThat(seen).hasSize(5_001).extracting(Cost::name).doesNotHaveDuplicates();
        assertThat(seen.stream().mapToLong(Cost::micros).sum()).isEqualTo(5_000L * 5_001 + 1);
    }

    @Test
    void whatEndsAtTheSameTimeIsAllCounted() throws Exception {
        UUID job = job("scan", "w");
        int each = 20;
        try (var replicas = Executors.newFixedThreadPool(4)) {
            List<Future<?>> added = new ArrayList<>();
            for (int i = 0; i < 4 * each; i++) {
                added.add(replicas.submit(() -> lost(job, Optional.of("r:1/demo/a:1"), 3)));
            }
            for (Future<?> one : added) {
                one.get();
            }
        }

        assertThat(sums(Grouping.IMAGE, CostFilter.ALL))
                .containsExactly(new Cost("r:1/demo/a:1", 12L * each, 4L * each));
    }
}
