package dev.cssc.common.job;

import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Tx;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose turn it is, and who excludes whom. */
@QuarkusTest
@WithTestResource(TestStack.class)
class ClaimTest extends JobTestBase {

    @Test
    void twoWorkersAtOnceNeverDoTheSameJob() throws Exception {
        int count = 60;
        ConcurrentLinkedQueue<UUID> done = new ConcurrentLinkedQueue<>();
        handler.script(subject, job -> {
            done.add(job.id());
            return Effect.none();
        });
        IntStream.range(0, count).forEach(i -> enqueue(UUID.randomUUID()));

        assertThat(runDueTwiceAtOnce()).isEqualTo(count);

        assertThat(done).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void urgentJobsGoFirstWhoseverTheyAre() {
        for (int priority : new int[] {1, 9, 5}) {
            enqueue(job("\"" + priority + "\"", priority).inFlow("flow-" + priority));
        }

        assertThat(payloads(3)).containsExactly("\"9\"", "\"5\"", "\"1\"");
    }

    @Test
    void aFlowWithFewJobsDoesNotWaitForOneWithMany() {
        IntStream.range(0, 20).forEach(i -> enqueue(job("\"many\"", 0).inFlow("many")));
        enqueue(job("\"few-1\"", 0).inFlow("few"));
        enqueue(job("\"few-2\"", 0).inFlow("few"));

        assertThat(payloads(4))
                .as("each running job counts")
                .containsExactlyInAnyOrder("\"many\"", "\"few-1\"", "\"many\"", "\"few-2\"");
    }

    @Test
    void amongFlowsThatHaveNothingRunningTheOneServedLongestAgoIsNext() {
        List<String> order = new CopyOnWriteArrayList<>();
        handler.script(subject, job -> {
            order.add(job.payload());
            return Effect.none();
        });
        IntStream.range(0, 3).forEach(i -> enqueue(job("\"a\"", 0).inFlow("a")));
        IntStream.range(0, 3).forEach(i -> enqueue(job("\"b\"", 0).inFlow("b")));
        enqueue(job("\"c\"", 0).inFlow("c"));

        worker.runDue();

        assertThat(order).containsExactly("\"a\"", "\"b\"", "\"c\"", "\"a\"", "\"b\"", "\"a\"", "\"b\"");
    }

    @Test
    void withinAFlowTheJobGoesFirstThatIsDueLongest() {
        enqueue(job("\"first\"", 0).inFlow("a"));
        enqueue(job("\"second\"", 0).inFlow("a"));

        assertThat(payloads(2)).containsExactly("\"first\"", "\"second\"");
    }

    @Test
    void aJobThatIsNotDueYetKeepsNobodyWaiting() {
        enqueue(job("\"later\"", 5).inFlow("a"));
        update("update job set not_before = now() + interval '1 hour'");
        enqueue(job("\"now\"", 0).inFlow("a"));

        assertThat(payloads(2)).containsExactly("\"now\"");
    }

    @Test
    void anAbandonedJobGoesBeforeEverythingQueued() {
        enqueue(job("\"abandoned\"", 0).inFlow("a"));
        assertThat(payloads(1)).containsExactly("\"abandoned\"");
        ageLeases();
        enqueue(job("\"urgent\"", 9).inFlow("b"));

        Claimed taken = claim().orElseThrow();

        assertThat(taken.job().payload()).isEqualTo("\"abandoned\"");
        assertThat(taken.takenOver()).isTrue();
        assertThat(claim().orElseThrow().takenOver()).isFalse();
    }

    @Test
    void ofJobsWithOneKeyOneRunsAndTheOthersGoAfterIt() {
        enqueue(job("\"1\"", 0).inFlow("a").excluding("key"));
        enqueue(job("\"2\"", 0).inFlow("b").excluding("key"));
        enqueue(job("\"other\"", 0).inFlow("c").excluding("another key"));

        Claimed first = claim().orElseThrow();
        assertThat(payloads(2)).as("the key is taken").containsExactly("\"other\"");
        transactions.await(tx -> jobs.complete(tx, first.lease()));

        assertThat(payloads(2)).containsExactly("\"2\"");
    }

    @Test
    void anAbandonedJobKeepsItsKeyUntilItIsTakenOver() {
        enqueue(job("\"1\"", 0).inFlow("a").excluding("key"));
        assertThat(claim()).isPresent();
        enqueue(job("\"2\"", 0).inFlow("b").excluding("key"));
        ageLeases();

        assertThat(payloads(2)).containsExactly("\"1\"");
    }

    @Test
    void aCancelledJobEndsAlthoughItsKeyIsTaken() {
        enqueue(job("\"1\"", 0).excluding("key"));
        Claimed first = claim().orElseThrow();
        String cancelled = "run-" + UUID.randomUUID();
        enqueue(new NewJob(UUID.randomUUID(), ScriptedHandler.KIND, cancelled, subject, "\"2\"", 0).excluding("key"));

        transactions.await(tx -> jobs.cancelRun(tx, cancelled));

        assertThat(claim().orElseThrow().cancelRequested()).isTrue();
        assertThat(transactions.<Lease.Hold>await(tx -> jobs.complete(tx, first.lease())))
                .isEqualTo(Lease.Hold.HELD);
    }

    @Test
    void workersAtOnceNeverRunTwoJobsOfOneKey() throws Exception {
        int count = 40;
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        handler.script(subject, job -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            done.incrementAndGet();
            running.decrementAndGet();
            return Effect.none();
        });
        IntStream.range(0, count)
                .forEach(i -> enqueue(job("{}", 0).inFlow("flow-" + i % 4).excluding("key")));

        while (done.get() < count) {
            runDueTwiceAtOnce();
        }

        assertThat(most).hasValue(1);
        assertThat(states()).hasSize(count).containsOnly("DONE");
    }

    /** The lanes are walked by their index; a claim that read the queue would take a hundred times as long with a hundred times the jobs. */
    @Test
    void aClaimReadsNoMoreOfALongQueueThanOfAShortOne() {
        update(LONG_QUEUE);
        update("analyze job");

        readsOneRowALane(
                transactions.await(tx -> tx.column("explain (analyze, timing off) " + ClaimStatement.SQL, String.class)
                        .setParameter("kinds", ScriptedHandler.KIND)
                        .setParameter("owner", "test")
                        .setParameter("lease", 30.0)
                        .getResultList()));
    }

    @Test
    void thePlanThatWasMadeWhenThereWasNoJobServesALongQueueAsWell() {
        update("truncate job cascade");
        String claim = ClaimStatement.SQL
                .replace(":kinds", "$1")
                .replace(":owner", "$2")
                .replace(":lease", "$3");
        String execute = "execute claim('scripted', 'test', 30)";

        List<String> plan = transactions.await(tx -> statement(tx, "set local plan_cache_mode = force_generic_plan")
                .chain(() -> statement(tx, "prepare claim (text, text, double precision) as " + claim))
                .chain(() -> statement(tx, execute))
                .chain(() -> statement(tx, LONG_QUEUE))
                .chain(() -> tx.column("explain (analyze, timing off) " + execute, String.class)
                        .getResultList())
                .call(() -> statement(tx, "deallocate claim")));

        readsOneRowALane(plan);
    }

    private static final String LONG_QUEUE = """
            insert into job (id, kind, run, subject, payload, priority, flow)
            select gen_random_uuid(), 'scripted', 'r', 's', '{}', i % 3, 'flow-' || i % 20 from generate_series(1, 20000) as i""";

    private static Uni<Integer> statement(Tx tx, String sql) {
        return tx.statement(sql).executeUpdate();
    }

    private static void readsOneRowALane(List<String> plan) {
        assertThat(plan)
                .anyMatch(step -> step.contains("job_lane"))
                .noneMatch(step -> step.contains("Seq Scan on job"));
        assertThat(plan.stream()
                        .map(step -> Pattern.compile("actual rows=(\\d+)").matcher(step))
                        .filter(Matcher::find)
                        .mapToInt(step -> Integer.parseInt(step.group(1)))
                        .max())
                .as("no step sees more rows than there are lanes: " + plan)
                .hasValue(60);
    }

    private int runDueTwiceAtOnce() throws Exception {
        try (var threads = Executors.newFixedThreadPool(2)) {
            List<Future<Integer>> both = List.of(threads.submit(worker::runDue), threads.submit(worker::runDue));
            return both.get(0).get() + both.get(1).get();
        }
    }

    /** What the next claims take, as long as there is anything, with nothing of it ending. */
    private List<String> payloads(int most) {
        List<String> payloads = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            claim().ifPresent(claimed -> payloads.add(claimed.job().payload()));
        }
        return payloads;
    }

    @Test
    void theStatementThatTakesJobsIsPlannedOnceAConnection() {
        long kept = transactions.await(tx -> jobs.claim(tx, Set.of(ScriptedHandler.KIND), "test")
                .chain(() -> jobs.claim(tx, Set.of(ScriptedHandler.KIND), "test"))
                .chain(() -> tx.column("""
                                select count(*) from pg_prepared_statements
                                where statement like '%abandoned as materialized%' and statement not like '%pg_prepared_statements%'
                                """, Long.class).getSingleResult()));

        assertThat(kept).isEqualTo(1);
    }
}
