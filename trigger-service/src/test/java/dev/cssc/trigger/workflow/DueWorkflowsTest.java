package dev.cssc.trigger.workflow;

import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.Rest;
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
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class DueWorkflowsTest {
    private static final List<String> SCHEDULES = List.of("1d", "every 12h", "cron 0 3 * * * Europe/Berlin");

    @Inject
    Transactions transactions;

    @Inject
    Workflows workflows;

    private void insert(String name, String schedule, boolean enabled) {
        transactions.await(tx -> tx.statement("""
                        insert into workflow (name, registry, schedule, schedule_set_at, enabled, policy, created_at, updated_at, next_run_at)
                        values (:name, 'registry.invalid', :schedule, now(), :enabled, '{}', now(), now(), now() - interval '1 hour')
                        """)
                .setParameter("name", name)
                .setParameter("schedule", schedule)
                .setParameter("enabled", enabled)
                .executeUpdate());
    }

    private void drain() {
        Optional<String> started;
        do {
            started = transactions.await(workflows::startOneDue);
        } while (started.isPresent());
    }

    /** The service's own scheduler may still hold one that the replicas passed over. */
    private void untilNoneIsDue(String workflows) {
        await().atMost(Rest.PATIENCE)
                .until(() -> transactions.await(tx -> tx.column(
                                        "select count(*) from workflow where name like :workflows and enabled and next_run_at <= now()",
                                        Long.class)
                                .setParameter("workflows", workflows)
                                .getSingleResult())
                        == 0);
    }

    private long runsOf(String workflows) {
        return transactions.await(tx -> tx.column("select count(*) from run where workflow like :workflows", Long.class)
                .setParameter("workflows", workflows)
                .getSingleResult());
    }

    /** As many replicas as threads, and the scheduler of this service beside them. */
    @Test
    void replicasThatLookAtOnceStartOneRunForEachDueWorkflow() throws Exception {
        String prefix = "due-" + UUID.randomUUID();
        IntStream.range(0, 20).forEach(i -> insert(prefix + i, SCHEDULES.get(i % SCHEDULES.size()), true));

        Callable<Void> replica = () -> {
            drain();
            return null;
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Void>> all = new ArrayList<>();
            IntStream.range(0, 4).forEach(i -> all.add(threads.submit(replica)));
            for (Future<Void> one : all) {
                one.get();
            }
        }

        untilNoneIsDue(prefix + "%");
        assertThat(runsOf(prefix + "%")).isEqualTo(20);
        assertThat(transactions.await(tx -> workflows.find(tx, prefix + "0")).nextRunAt)
                .isAfter(Instant.now());
    }

    @Test
    void aWorkflowThatIsSwitchedOffIsNotDue() {
        String name = "off-" + UUID.randomUUID();
        insert(name, "1d", false);

        drain();

        assertThat(runsOf(name)).isZero();
    }

    @Test
    void aScheduleThatCannotBeReadAnyMoreSwitchesItsWorkflowOffAndHoldsUpNoOther() {
        String name = "gone-" + UUID.randomUUID();
        insert(name, "0 3 * * * Atlantis/Capital", true);
        insert(name + "-next", "1d", true);

        drain();

        untilNoneIsDue(name + "%");
        assertThat(transactions.await(tx -> workflows.find(tx, name)).enabled).isFalse();
        assertThat(runsOf(name)).isZero();
        assertThat(runsOf(name + "-next")).isEqualTo(1);
    }
}
