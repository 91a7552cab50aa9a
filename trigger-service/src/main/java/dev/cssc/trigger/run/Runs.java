package dev.cssc.trigger.run;

import dev.cssc.common.event.DueReason;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.RunCancelled;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.status.NewRun;
import dev.cssc.trigger.status.Run;
import dev.cssc.trigger.status.RunStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Starts and cancels runs. */
@ApplicationScoped
public class Runs {
    // Above whatever images need: a run that is not expanded shows nothing to the one who waits for it.
    private static final int PRIORITY = 10;

    private final RunStore store;
    private final JobStore jobs;
    private final Outbox outbox;

    Runs(RunStore store, JobStore jobs, Outbox outbox) {
        this.store = store;
        this.jobs = jobs;
        this.outbox = outbox;
    }

    /**
     * What came of wanting a run.
     *
     * @param run the run
     * @param joined true where it was going on already
     */
    public record Started(String run, boolean joined) {}

    /**
     * Starts a run of the workflow, or joins the one that is going on. The caller holds the workflow's row.
     *
     * @param workflow the workflow's name
     * @param registry of the repositories for which the policy names none
     * @param policy the policy document
     * @param reason why now
     */
    public Uni<Started> start(Tx tx, String workflow, Optional<String> registry, String policy, DueReason reason) {
        return store.running(tx, workflow)
                .flatMap(running -> running.isPresent()
                        ? Uni.createFrom().item(new Started(running.get(), true))
                        : create(
                                tx,
                                new NewRun(UUID.randomUUID().toString(), workflow, registry, policy, reason),
                                AdvisedImages.everything()));
    }

    /**
     * Starts a run for an advisory, beside whatever run is going on: that one may have passed the images already. The same event again
     * makes no second run. The caller holds the workflow's row.
     *
     * @param event identity of the event that names the images, from which the run's is derived
     * @param images to which the run is restricted
     */
    public Uni<Started> advised(
            Tx tx, UUID event, String workflow, Optional<String> registry, String policy, AdvisedImages images) {
        String id = EventId.of(event.toString(), workflow, DueReason.ADVISORY.name(), 1)
                .toString();
        return store.find(tx, id)
                .flatMap(known -> known.isPresent()
                        ? Uni.createFrom().item(new Started(id, true))
                        : create(tx, new NewRun(id, workflow, registry, policy, DueReason.ADVISORY), images));
    }

    private Uni<Started> create(Tx tx, NewRun run, AdvisedImages images) {
        NewJob expansion = new NewJob(
                        EventId.of(run.id(), run.workflow(), ExpandRun.KIND, 1),
                        ExpandRun.KIND,
                        run.id(),
                        run.workflow(),
                        images.payload(),
                        PRIORITY)
                .inFlow(run.workflow());
        return store.create(tx, run).chain(() -> jobs.enqueue(tx, expansion)).replaceWith(new Started(run.id(), false));
    }

    /**
     * Cancels the run: drops its expansion, and tells the other services to drop and stop what they hold. The run is over when they have
     * answered for each of its images. Cancelling again, or a run that is over, changes nothing.
     *
     * @throws dev.cssc.common.failure.FailureException (in the answer) with {@link ReasonCode#RUN_NOT_FOUND}
     */
    public Uni<Run> cancel(Tx tx, String id) {
        return required(tx, id)
                // The job's row before the run's, as the worker takes them when it settles the expansion.
                .call(run -> jobs.cancelRun(tx, id))
                .flatMap(run -> store.requestCancel(tx, id)
                        .flatMap(now -> now
                                ? outbox.append(tx, 1, new RunCancelled(id, run.workflow()))
                                : Uni.createFrom().voidItem()))
                .chain(() -> required(tx, id));
    }

    /** Cancels all runs of the workflow that nobody cancelled yet, in the order in which {@code ReadModel} locks them; answers which. */
    public Uni<List<Run>> cancelAll(Tx tx, String workflow) {
        return store.goingOn(tx, workflow)
                .flatMap(going -> Multi.createFrom()
                        .iterable(going.stream().sorted().toList())
                        .onItem()
                        .transformToUniAndConcatenate(id -> cancel(tx, id))
                        .collect()
                        .asList());
    }

    /**
     * The run of that id.
     *
     * @throws dev.cssc.common.failure.FailureException (in the answer) with {@link ReasonCode#RUN_NOT_FOUND}
     */
    public Uni<Run> required(Tx tx, String id) {
        return store.find(tx, id)
                .map(run -> run.orElseThrow(() -> Failure.of(ReasonCode.RUN_NOT_FOUND, "there is no run " + id)
                        .toException()));
    }
}
