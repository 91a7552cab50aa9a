package dev.cssc.trigger.workflow;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.request.Precondition;
import dev.cssc.common.schedule.Schedule;
import dev.cssc.common.transaction.JsonRows;
import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.run.AdvisedImages;
import dev.cssc.trigger.run.Runs;
import dev.cssc.trigger.run.Runs.Started;
import dev.cssc.trigger.status.AcrColumns;
import dev.cssc.trigger.status.Run;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.LockMode;
import org.jboss.logging.Logger;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes, changes and removes workflows, and starts their runs. Every method works within the caller's transaction. */
@ApplicationScoped
public class Workflows {
    private static final String CREATE = """
            insert into workflow (name, type, registry, schedule, schedule_set_at, enabled, advisories, policy, created_at, updated_at, next_run_at)
            values (:name, :type, nullif(:registry, ''), :schedule, :now, :enabled, :advisories, :policy, :now, :now, :next)
            on conflict (name) do nothing
            """;

    // Another replica's claim is passed over: its transaction moves the workflow's next time on.
    private static final String CLAIM_DUE = """
            select name, now() as now from workflow where enabled and next_run_at <= now()
            order by next_run_at limit 1 for update skip locked
            """;

    // A policy names registries for all of its entries, for one, or not at all.
    private static final String LIST = """
            select name, type, registry, schedule, schedule_set_at, enabled, advisories, version, created_at, updated_at,
                   case when enabled then next_run_at end as next_run_at
            from workflow
            where name > :after
              and (:registry in ('', lower(registry)) or lower(cast(policy as json) ->> 'registry') = :registry
                   or exists (select 1 from json_array_elements(cast(policy as json) -> 'repositories') as entry
                              where lower(entry ->> 'registry') = :registry))
            order by name limit :limit
            """;

    private static final Logger LOG = Logger.getLogger(Workflows.class);

    private final Runs runs;

    Workflows(Runs runs) {
        this.runs = runs;
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
        return tx.statement(CREATE)
                .setParameter("name", name)
                .setParameter("type", AcrColumns.WORKFLOW_TYPE)
                .setParameter("registry", submitted.registry().orElse(""))
                .setParameter("schedule", schedule)
                .setParameter("enabled", submitted.enabled().orElse(true))
                .setParameter("advisories", submitted.advisories().orElse(true))
                .setParameter("policy", submitted.policy().orElseThrow().json().toString())
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

    /**
     * Changes what was submitted. A schedule moves the moment from which it counts to now, as in ACR; without one it stays. Switched on
     * again, a workflow waits for its next time.
     *
     * @throws FailureException (in the answer) with {@link ReasonCode#WORKFLOW_CHANGED} where the precondition does not hold
     */
    Uni<Workflow> change(Tx tx, String name, SubmittedWorkflow submitted, Precondition precondition, Instant now) {
        return held(tx, name, precondition).map(workflow -> {
            boolean wasOff = !workflow.enabled;
            submitted.registry().ifPresent(registry -> workflow.registry = registry);
            submitted
                    .policy()
                    .ifPresent(policy -> workflow.policy = policy.json().toString());
            submitted.enabled().ifPresent(enabled -> workflow.enabled = enabled);
            submitted.advisories().ifPresent(advisories -> workflow.advisories = advisories);
            submitted.schedule().ifPresent(schedule -> {
                workflow.schedule = schedule;
                workflow.scheduleSetAt = now;
            });
            if (submitted.schedule().isPresent() || wasOff && workflow.enabled) {
                workflow.nextRunAt = workflow.readSchedule().next(now);
            }
            workflow.version++;
            workflow.updatedAt = now;
            return workflow;
        });
    }

    /**
     * Removes the workflow and cancels the run that it has going on; what earlier runs did stays on record.
     *
     * @throws FailureException (in the answer) with {@link ReasonCode#WORKFLOW_CHANGED} where the precondition does not hold
     */
    Uni<Void> delete(Tx tx, String name, Precondition precondition) {
        return held(tx, name, precondition)
                .flatMap(workflow -> tx.session().remove(workflow))
                .chain(() -> runs.cancelAll(tx, name))
                .replaceWithVoid();
    }

    /** Cancels the runs that the workflow has going on; answers which. */
    Uni<List<Run>> cancelRuns(Tx tx, String name) {
        return held(tx, name).flatMap(workflow -> runs.cancelAll(tx, name));
    }

    /** Starts a run now, or joins the one that is going on. */
    Uni<Started> runNow(Tx tx, String name) {
        return held(tx, name).flatMap(workflow -> start(tx, workflow, DueReason.MANUAL));
    }

    /**
     * Starts a run for what an advisory concerns, where the workflow is there, switched on, and wants that.
     *
     * @param event identity of the event that says so; the same again makes no second run
     * @param images which, worst first
     * @return empty where it does not
     */
    public Uni<Optional<Started>> advised(Tx tx, String name, UUID event, AdvisedImages images) {
        return tx.session()
                .find(Workflow.class, name, LockMode.PESSIMISTIC_WRITE)
                .flatMap(workflow -> workflow == null || !workflow.enabled || !workflow.advisories
                        ? Uni.createFrom().item(Optional.<Started>empty())
                        : runs.advised(tx, event, name, workflow.ownRegistry(), workflow.policy, images)
                                .map(Optional::of));
    }

    private Uni<Started> start(Tx tx, Workflow workflow, DueReason reason) {
        return runs.start(tx, workflow.name, workflow.ownRegistry(), workflow.policy, reason);
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
            try {
                workflow.nextRunAt = workflow.readSchedule().next(due.now());
            } catch (FailureException e) {
                // Could be read when it was set: a time zone went away since. It must not stand in the way of the
                // others.
                LOG.errorf(
                        "workflow %s is switched off: %s",
                        workflow.name, e.failure().detail());
                workflow.enabled = false;
                return Uni.createFrom().item(Optional.of(workflow.name));
            }
            return start(tx, workflow, DueReason.SCHEDULED).replaceWith(Optional.of(workflow.name));
        });
    }

    /**
     * Workflows, by name.
     *
     * @param registry only those that are about it
     * @param after only those behind this name
     */
    Uni<List<WorkflowView>> list(Tx tx, Optional<String> registry, String after, int limit) {
        return JsonRows.all(
                tx,
                LIST,
                Map.of("registry", registry.orElse("").toLowerCase(Locale.ROOT), "after", after, "limit", limit),
                WorkflowView.class);
    }

    /** The workflow of that name. */
    Uni<Workflow> find(Tx tx, String name) {
        return required(tx, name, LockMode.NONE);
    }

    private static Uni<Workflow> held(Tx tx, String name) {
        return required(tx, name, LockMode.PESSIMISTIC_WRITE);
    }

    private static Uni<Workflow> held(Tx tx, String name, Precondition precondition) {
        return held(tx, name).invoke(workflow -> {
            if (!precondition.holds(workflow.entityTag())) {
                throw Failure.of(
                                ReasonCode.WORKFLOW_CHANGED,
                                "workflow " + name + " was changed at " + workflow.updatedAt + " and is version "
                                        + workflow.version + " now")
                        .toException();
            }
        });
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
