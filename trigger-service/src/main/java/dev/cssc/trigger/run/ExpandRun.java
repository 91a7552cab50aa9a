package dev.cssc.trigger.run;

import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobHandler;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.planning.RegistryRepositoryView;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.selection.Plan;
import dev.cssc.common.selection.TagSelection;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.trigger.TriggerConfig;
import dev.cssc.trigger.status.ReadModel;
import dev.cssc.trigger.status.Run;
import dev.cssc.trigger.status.RunState;
import dev.cssc.trigger.status.RunStore;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds out the images of a run: lists tags, reads digests and lineage, and makes all of it true at once, the rows of the read model and
 * the {@link ImageDue} events. Reading the registry again in another attempt is harmless; only one attempt's result counts.
 */
@ApplicationScoped
class ExpandRun implements JobHandler {
    static final String KIND = "expand-run";

    private final RunStore runs;
    private final Runs known;
    private final ReadModel readModel;
    private final Outbox outbox;
    private final RegistryClient registry;
    private final Transactions transactions;
    private final TriggerConfig config;
    private final PolicyReader policies = new PolicyReader();

    ExpandRun(
            RunStore runs,
            Runs known,
            ReadModel readModel,
            Outbox outbox,
            RegistryClient registry,
            Transactions transactions,
            TriggerConfig config) {
        this.runs = runs;
        this.known = known;
        this.readModel = readModel;
        this.outbox = outbox;
        this.registry = registry;
        this.transactions = transactions;
        this.config = config;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Effect run(Job job) {
        Run run = transactions.await(tx -> known.required(tx, job.run()));
        Policy policy = policy(transactions.await(tx -> runs.policy(tx, job.run())), run.registry());
        Plan plan = TagSelection.plan(
                policy, repository -> new RegistryRepositoryView(repository, registry), config.pinning());
        plan.failed().stream().findFirst().ifPresent(unread -> {
            throw unread.failure().toException();
        });
        return plan.in().isEmpty() ? nothingDue(run, plan) : due(run, policy, plan);
    }

    private Policy policy(String document, String registry) {
        return switch (policies.read(document.getBytes(StandardCharsets.UTF_8), Optional.of(registry))) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            // Was accepted when it was submitted; the rules became stricter since.
            case PolicyReading.Refused(PolicyProblems problems) ->
                throw problems.toFailure().toException();
        };
    }

    private Effect due(Run run, Policy policy, Plan plan) {
        ImageEvent[] events = plan.in().stream()
                .map(in -> new ImageDue(
                        run.id(),
                        run.workflow(),
                        run.reason(),
                        in.source(),
                        in.candidate(),
                        in.convention(),
                        Optional.of(in.criteria())))
                .toArray(ImageEvent[]::new);
        Instant now = Instant.now();
        return tx ->
                readModel.expanded(tx, run.id(), run.workflow(), plan, now).chain(() -> outbox.append(tx, 1, events));
    }

    private Effect nothingDue(Run run, Plan plan) {
        Failure why = Failure.of(
                ReasonCode.NO_MATCHING_IMAGES,
                "the policy of workflow " + run.workflow() + " selects no tag in " + run.registry() + ": "
                        + plan.notFound().size() + " names not found, "
                        + plan.out().size() + " tags left out");
        Instant now = Instant.now();
        return tx -> readModel
                .expanded(tx, run.id(), run.workflow(), plan, now)
                .chain(() -> runs.end(tx, run.id(), RunState.FINISHED, why));
    }

    @Override
    public Effect gaveUp(Job job, Failure failure) {
        return tx -> runs.end(tx, job.run(), RunState.FAILED, failure);
    }

    @Override
    public Effect cancelled(Job job) {
        Failure why = Failure.of(ReasonCode.CANCELLED, "the run was cancelled before its images were known");
        return tx -> runs.end(tx, job.run(), RunState.FINISHED, why);
    }
}
