package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.event.DueReason;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.schedule.Schedule;
import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.database.JsonRows;
import dev.cssc.trigger.run.Runs;
import dev.cssc.trigger.run.Runs.Started;
import dev.cssc.trigger.status.RunStore;
import io.quarkus.panache.common.Sort;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.LockMode;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes, changes and removes workflows, and starts their runs. Every method works within the caller's transaction. */
@ApplicationScoped
class Workflows {
    private static final String CREATE = """
            insert into workflow (name, registry, schedule, time_of_day, policy, created_at, updated_at, next_run_at)
            values (:name, :registry, :schedule, :timeOfDay, :policy, :now, :now, :next)
            on conflict (name) do nothing
            """;

    // Another replica's claim is passed over: its transaction moves the workflow's next time on.
    private static final String CLAIM_DUE = """
            select name, now() as now from workflow where next_run_at <= now()
            order by next_run_at limit 1 for update skip locked
            """;

    private final Runs runs;
    private final RunStore runStore;

    Workflows(Runs runs, RunStore runStore) {
        this.runs = runs;
        this.runStore = runStore;
    }

    /** A workflow that is due, and the database's time. */
    @RegisterForReflection
    record Due(String name, Instant now) {}

    /**
     * Makes a workflow of a body that was read as a new one.
     *
     * @throws FailureException (in the answer) with {@link ReasonCode#WORKFLOW_EXISTS}
     */
    Uni<Workflow> create(Tx tx, SubmittedWorkflow submitted, Instant now) {
        String name = submitted.name().orElseThrow();
        String schedule = submitted.schedule().orElseThrow();
        return tx.session()
                .createNativeQuery(CREATE)
                .setParameter("name", name)
                .setParameter("registry", submitted.registry().orElseThrow())
                .setParameter("schedule", schedule)
                .setParameter("timeOfDay", timeOfDay(now))
                .setParameter(
                        "policy", submitted.policy().map(JsonNode::toString).orElseThrow())
                .setParameter("now", now)
                .setParameter("next", Schedule.parse(schedule, now).next(now))
                .executeUpdate()
                .flatMap(rows -> {
                    if (rows == 0) {
                        throw Failure.of(ReasonCode.WORKFLOW_EXISTS, "there is a workflow " + name + " already")
                                .toException();
                    }
                    return held(tx, name);
                });
    }

    /** Changes what was submitted. A schedule moves the time of day to now, as in ACR; without one it stays. */
    Uni<Workflow> change(Tx tx, String name, SubmittedWorkflow submitted, Instant now) {
        return held(tx, name).map(workflow -> {
            submitted.registry().ifPresent(registry -> workflow.registry = registry);
            submitted.policy().ifPresent(policy -> workflow.policy = policy.toString());
            submitted.schedule().ifPresent(schedule -> {
                workflow.schedule = schedule;
                workflow.timeOfDay = timeOfDay(now);
                workflow.nextRunAt = Schedule.parse(schedule, now).next(now);
            });
            workflow.updatedAt = now;
            return workflow;
        });
    }

    private static LocalTime timeOfDay(Instant now) {
        return now.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
    }

    /** Removes the workflow and cancels the run that it has going on; what earlier runs did stays on record. */
    Uni<Void> delete(Tx tx, String name) {
        return held(tx, name)
                .flatMap(workflow -> tx.session().remove(workflow))
                .chain(() -> runStore.running(tx, name))
                .flatMap(running -> running.map(run -> runs.cancel(tx, run).replaceWithVoid())
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    /** Starts a run now, or joins the one that is going on. */
    Uni<Started> runNow(Tx tx, String name) {
        return held(tx, name).flatMap(workflow -> start(tx, workflow, DueReason.MANUAL));
    }

    private Uni<Started> start(Tx tx, Workflow workflow, DueReason reason) {
        return runs.start(tx, workflow.name, workflow.registry, workflow.policy, reason);
    }

    /**
     * Starts the run of one workflow that is due, and sets its next time. Whatever was missed meanwhile is caught up by this one run; a run
     * that is still going on stands for it.
     *
     * @return the workflow's name; empty where none is due
     */
    Uni<Optional<String>> startOneDue(Tx tx) {
        return JsonRows.one(tx, CLAIM_DUE, Map.of(), Due.class)
                .flatMap(due -> due.map(claimed -> startDue(tx, claimed))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    private Uni<Optional<String>> startDue(Tx tx, Due due) {
        return required(tx, due.name(), LockMode.NONE).flatMap(workflow -> {
            workflow.nextRunAt = Schedule.parse(
                            workflow.schedule,
                            workflow.timeOfDay.atDate(java.time.LocalDate.EPOCH).toInstant(ZoneOffset.UTC))
                    .next(due.now());
            return start(tx, workflow, DueReason.SCHEDULED).replaceWith(Optional.of(workflow.name));
        });
    }

    /** All workflows, by name. */
    Uni<List<Workflow>> all() {
        return Workflow.listAll(Sort.by("name"));
    }

    /** The workflow of that name. */
    Uni<Workflow> find(Tx tx, String name) {
        return required(tx, name, LockMode.NONE);
    }

    private static Uni<Workflow> held(Tx tx, String name) {
        return required(tx, name, LockMode.PESSIMISTIC_WRITE);
    }

    private static Uni<Workflow> required(Tx tx, String name, LockMode lock) {
        return tx.session().find(Workflow.class, name, lock).map(workflow -> {
            if (workflow == null) {
                throw Failure.of(ReasonCode.WORKFLOW_NOT_FOUND, "there is no workflow " + name)
                        .toException();
            }
            return workflow;
        });
    }
}
