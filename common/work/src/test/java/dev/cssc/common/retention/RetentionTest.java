package dev.cssc.common.retention;

import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
class RetentionTest {
    @Inject
    Retention retention;

    @Inject
    Transactions transactions;

    @BeforeEach
    void oldAndYoung() {
        update("delete from job");
        update("delete from cancelled_run");
        update("delete from processed_event");
        update("""
                insert into job (id, kind, run, subject, payload, state, ended_at)
                select gen_random_uuid(), 'k', 'old', 's', '{}', 'DONE', now() - interval '31 days' from generate_series(1, 1200)""");
        update("""
                insert into job (id, kind, run, subject, payload, state, ended_at)
                values (gen_random_uuid(), 'k', 'young', 's', '{}', 'FAILED', now() - interval '29 days'),
                       (gen_random_uuid(), 'k', 'waiting', 's', '{}', 'QUEUED', null)""");
        update("""
                insert into job_log (job, fence, line_no, attempt, at, line) select id, 1, 1, 1, now(), 'a line' from job""");
        update("""
                insert into processed_event (id, at)
                select gen_random_uuid(), now() - i * interval '20 days' from generate_series(0, 2) as i""");
        update("""
                insert into cancelled_run (run, at)
                values ('gone', now() - interval '40 days'), ('waiting', now() - interval '40 days'), ('new', now())""");
    }

    @Test
    void secondsAreKnownForAsManyMonthsAsAreKept() {
        update("delete from cost");
        update("""
                insert into cost (month, registry, repository, tag, workflow, task, micros, attempts)
                select cast(date_trunc('month', now() at time zone 'UTC') as date) - make_interval(months => m),
                       'r', 'a', cast(i as text), 'w', 'scan', 1, 1
                from generate_series(23, 24) as m cross join generate_series(1, 600) as i""");

        assertThat(retention.sweep().costs()).isEqualTo(600);

        assertThat(
                        column(
                                "select distinct cast(extract(month from age(date_trunc('month', now() at time zone 'UTC'), month))"
                                        + " + 12 * extract(year from age(date_trunc('month', now() at time zone 'UTC'), month)) as text) from cost"))
                .containsExactly("23");
    }

    private void update(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    private List<String> column(String query) {
        return transactions.await(tx -> tx.column(query, String.class).getResultList());
    }

    @Test
    void whatEndedLongAgoIsRemovedByAnyNumberOfReplicasAndNothingElse() throws Exception {
        int jobs;
        int processed;
        int runs;
        try (var replicas = Executors.newFixedThreadPool(2)) {
            Future<Retention.Removed> one = replicas.submit(retention::sweep);
            Future<Retention.Removed> other = replicas.submit(retention::sweep);
            jobs = one.get().jobs() + other.get().jobs();
            processed = one.get().processedEvents() + other.get().processedEvents();
            runs = one.get().cancelledRuns() + other.get().cancelledRuns();
        }

        assertThat(jobs).isEqualTo(1_200);
        assertThat(processed).isEqualTo(1);
        assertThat(runs).isEqualTo(1);
        assertThat(column("select run from job order by run")).containsExactly("waiting", "young");
        assertThat(column("select run from cancelled_run order by run"))
                .as("a run keeps its mark while a job of it waits")
                .containsExactly("new", "waiting");
        assertThat(column("select line from job_log"))
                .as("the logs of removed jobs are gone")
                .hasSize(2);
    }
}
