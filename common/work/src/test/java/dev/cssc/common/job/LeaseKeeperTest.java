package dev.cssc.common.job;

import dev.cssc.common.job.LeaseKeeper.Kept;
import dev.cssc.common.job.LeaseKeeper.Why;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose leases are prolonged, and who is told to stop. */
@QuarkusTest
@WithTestResource(TestStack.class)
class LeaseKeeperTest extends JobTestBase {
    @Inject
    LeaseKeeper leases;

    private final List<Kept> kept = new ArrayList<>();

    @Test
    void allLeasesOfAProcessAreRenewedInOneTransaction() {
        for (int i = 0; i < 30; i++) {
            kept.add(leases.keep(claimed().lease()));
        }
        ageLeases();

        leases.renewAll();

        closeAll();
        assertThat(number("select count(*) from job where lease_until > now()")).isEqualTo(30);
        assertThat(number("select count(distinct cast(xmin as text)) from job")).isEqualTo(1);
        assertThat(kept).extracting(Kept::interruption).containsOnly(Why.NOT);
    }

    @Test
    void onlyTheWorkerWhoseJobWasTakenOverIsInterrupted() {
        Claimed mine = claimed();
        kept.add(leases.keep(mine.lease()));
        Claimed lost = claimed();
        kept.add(leases.keep(lost.lease()));
        update("update job set lease_until = now() - interval '1 second' where id = '"
                + lost.lease().job() + "'");
        Claimed others = claim().orElseThrow();
        assertThat(others.lease().job()).isEqualTo(lost.lease().job());

        leases.renewAll();

        closeAll();
        assertThat(kept).extracting(Kept::interruption).containsExactly(Why.NOT, Why.LOST);
    }

    /** A process that was held up for longer than its lease takes its own job over, and has two leases of it. */
    @Test
    void ofTwoLeasesOfOneJobInOneProcessTheOlderIsLost() {
        Claimed first = claimed();
        kept.add(leases.keep(first.lease()));
        update("update job set lease_until = now() - interval '1 second'");
        Claimed second = claim().orElseThrow();
        assertThat(second.lease().job()).isEqualTo(first.lease().job());
        kept.add(leases.keep(second.lease()));

        leases.renewAll();

        closeAll();
        assertThat(kept).extracting(Kept::interruption).containsExactly(Why.LOST, Why.NOT);
    }

    @Test
    void lineOfItsLogThatIsBeingWrittenKeepsNoJobFromItsLease() throws Exception {
        Claimed logged = claimed();
        kept.add(leases.keep(logged.lease()));
        ageLeases();

        whileHolding("select 1 from job where id = cast(:id as uuid) for key share", logged, () -> {
            leases.renewAll();
            assertThat(number("select count(*) from job where lease_until > now()"))
                    .isEqualTo(1);
        });
        closeAll();
    }

    @Test
    void aJobWhoseRowIsLockedKeepsNoOtherOneFromItsLeaseAndIsNotLost() throws Exception {
        Claimed locked = claimed();
        kept.add(leases.keep(locked.lease()));
        kept.add(leases.keep(claimed().lease()));
        ageLeases();

        whileHolding("select 1 from job where id = cast(:id as uuid) for update", locked, () -> {
            leases.renewAll();
            assertThat(number("select count(*) from job where lease_until > now()"))
                    .isEqualTo(1);
        });
        assertThat(kept).extracting(Kept::interruption).containsOnly(Why.NOT);

        leases.renewAll();

        closeAll();
        assertThat(number("select count(*) from job where lease_until > now()")).isEqualTo(2);
    }

    private Claimed claimed() {
        enqueue(UUID.randomUUID());
        return claim().orElseThrow();
    }

    /** An interrupt that came is cleared by it. */
    private void closeAll() {
        kept.forEach(Kept::close);
    }

    /** Does something while another transaction has the row in that way. */
    private void whileHolding(String lock, Claimed claimed, Runnable something) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Integer> done = new CompletableFuture<>();
        CompletableFuture<Integer> holding = CompletableFuture.supplyAsync(
                () -> transactions.await(tx -> {
                    Context context = Vertx.currentContext();
                    return tx.column(lock, Integer.class)
                            .setParameter("id", claimed.lease().job().toString())
                            .getSingleResult()
                            .invoke(locked::countDown)
                            .chain(() -> Uni.createFrom().completionStage(done))
                            .emitOn(command -> context.runOnContext(nothing -> command.run()));
                }),
                threads);
        try {
            assertThat(locked.await(30, TimeUnit.SECONDS)).isTrue();
            CompletableFuture.runAsync(something, threads).get(30, TimeUnit.SECONDS);
        } finally {
            done.complete(1);
            holding.get(30, TimeUnit.SECONDS);
            threads.shutdownNow();
        }
    }

    private long number(String query) {
        return transactions.await(tx -> tx.column(query, Long.class).getSingleResult());
    }
}
