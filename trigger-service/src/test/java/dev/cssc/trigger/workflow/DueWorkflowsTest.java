package dev.cssc.trigger.workflow;

import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.TestRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class DueWorkflowsTest {
    @Inject
    Transactions transactions;

    @Inject
    Workflows workflows;

    /** As many replicas as threads, and the scheduler of this service beside them. */
    @Test
    void replicasThatLookAtOnceStartOneRunForEachDueWorkflow() throws Exception {
        String prefix = "due-" + UUID.randomUUID();
        IntStream.range(0, 20)
                .forEach(i -> transactions.await(tx -> tx.session()
                        .createNativeQuery("""
                        insert into workflow (name, registry, schedule, time_of_day, policy, created_at, updated_at, next_run_at)
                        values (:name, 'registry.invalid', '1d', '00:00', '{}', now(), now(), now() - interval '1 hour')
                        """)
                        .setParameter("name", prefix + i)
                        .executeUpdate()));

        Callable<Void> replica = () -> {
            Optional<String> started;
            do {
                started = transactions.await(workflows::startOneDue);
            } while (started.isPresent());
            return null;
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Void>> all = new ArrayList<>();
            IntStream.range(0, 4).forEach(i -> all.add(threads.submit(replica)));
            for (Future<Void> one : all) {
                one.get();
            }
        }

        long runs = transactions.await(tx -> tx.session()
                .createNativeQuery("select count(*) from run where workflow like :prefix", Long.class)
                .setParameter("prefix", prefix + "%")
                .getSingleResult());
        assertThat(runs).isEqualTo(20);
        long due = transactions.await(tx -> tx.session()
                .createNativeQuery(
                        "select count(*) from workflow where name like :prefix and next_run_at <= now()", Long.class)
                .setParameter("prefix", prefix + "%")
                .getSingleResult());
        assertThat(due).isZero();
        assertThat(transactions.await(tx -> workflows.find(tx, prefix + "0")).nextRunAt)
                .isAfter(Instant.now());
    }
}
