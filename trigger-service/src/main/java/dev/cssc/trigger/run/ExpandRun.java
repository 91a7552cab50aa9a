package dev.cssc.trigger.run;

import dev.cssc.common.event.ImageDue;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobHandler;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.outbox.Traced;
import dev.cssc.common.planning.RegistryRepositoryView;
import dev.cssc.common.policy.KeptPatches;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.selection.Plan;
import dev.cssc.common.selection.TagSelection;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.OneByOne;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import dev.cssc.trigger.TriggerConfig;
import dev.cssc.trigger.status.Expansion;
import dev.cssc.trigger.status.ReadModel;
import dev.cssc.trigger.status.Run;
import dev.cssc.trigger.status.RunState;
import dev.cssc.trigger.status.RunStore;
import io.opentelemetry.api.common.Attributes;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds out the images of a run: lists tags, reads digests and lineage, and makes all of it true at once, the rows of the read model and
 * the {@link ImageDue} events. Reading the registry again in another attempt is harmless; only one attempt's result counts. What cannot be
 * read is tried again while attempts remain, where that may help; then the run goes on with the rest and shows what it lacks.
 */
@ApplicationScoped
class ExpandRun implements JobHandler {
    static final String KIND = "expand-run";

    /** Images written with one statement. */
    private static final int CHUNK = 500;

    private final RunStore runs;
    private final Runs known;
    private final ReadModel readModel;
    private final Outbox outbox;
    private final PatchesToKeep kept;
    private final RegistryClient registry;
    private final Transactions transactions;
    private final TriggerConfig config;
    private final Clock clock;
    private final Traces traces;
    private final PolicyReader policies = new PolicyReader();

    ExpandRun(
            RunStore runs,
            Runs known,
            ReadModel readModel,
            Outbox outbox,
            PatchesToKeep kept,
            RegistryClient registry,
            Transactions transactions,
            TriggerConfig config,
            Clock clock,
            Traces traces) {
        this.runs = runs;
        this.known = known;
        this.readModel = readModel;
        this.outbox = outbox;
        this.kept = kept;
        this.registry = registry;
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
        this.traces = traces;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Effect run(Job job) {
        Run run = transactions.await(tx -> known.required(tx, job.run()));
        Policy policy = policy(transactions.await(tx -> runs.policy(tx, job.run())), run.registry());
        AdvisedImages advised = AdvisedImages.read(job.payload());
        Expansion expansion = new Expansion();
        TagSelection.plan(
                policy,
                advised.scope(),
                repository -> new RegistryRepositoryView(repository, registry),
                config.pinning(),
                repository -> expansion.add(advised.explained(repository.entries())));
        expansion.add(advised.unmentioned());
        if (!job.lastAttempt() && expansion.passingFailure().isPresent()) {
            throw expansion.passingFailure().get().toException();
        }
        Effect told = tx -> readModel.expanded(tx, run.id(), expansion);
        Optional<Failure> unread = expansion.nothingRead();
        if (unread.isPresent()) {
            return told.then(tx -> runs.end(tx, run.id(), RunState.FAILED, unread.get()));
        }
        return expansion.due().isEmpty()
                ? told.then(tx -> runs.end(tx, run.id(), RunState.FINISHED, nothingDue(run, expansion.selection())))
                : due(run, keeping(policy, advised.worstFirst(expansion.due()))).then(told);
    }

    private Policy policy(String document, Optional<String> registry) {
        return switch (policies.read(document.getBytes(StandardCharsets.UTF_8), registry)) {
            case PolicyReading.Accepted accepted -> accepted.policy();
            // Was accepted when it was submitted; the rules became stricter since.
            case PolicyReading.Refused(PolicyProblems problems) ->
                throw problems.toFailure().toException();
        };
    }

    /** The images, each with the largest number of patches to keep that a workflow says for it. */
    private List<Plan.In> keeping(Policy policy, List<Plan.In> images) {
        KeptPatches numbers = kept.with(policy);
        return images.stream()
                .map(in -> in.keeping(
                        numbers.of(in.source().repository(), in.source().tag(), in.site())))
                .toList();
    }

    /** Rows and events in chunks, since the database's client holds a statement's parameters in memory several times over. */
    private Effect due(Run run, List<Plan.In> images) {
        Instant now = clock.instant();
        List<List<Plan.In>> chunks = IntStream.iterate(0, from -> from < images.size(), from -> from + CHUNK)
                .mapToObj(from -> images.subList(from, Math.min(images.size(), from + CHUNK)))
                .toList();
        return tx -> OneByOne.each(
                chunks,
                chunk -> readModel
                        .due(tx, run.id(), run.workflow(), chunk, now)
                        .chain(() -> outbox.appendTraced(tx, 1, events(tx, run, chunk))));
    }

    /** A trace for each image, which says from which run it comes: one of the whole run would have too many spans to be looked at. */
    private List<Traced> events(Tx tx, Run run, List<Plan.In> images) {
        return images.stream()
                .map(in -> event(run, in))
                .map(due -> new Traced(due, traces.ownTrace("image-due", tx.trace(), attributes(due))))
                .toList();
    }

    private static Attributes attributes(ImageDue due) {
        return Attributes.of(
                Field.RUN,
                due.run(),
                Field.WORKFLOW,
                due.workflow(),
                Field.IMAGE,
                due.key(),
                Field.DIGEST,
                due.source().digest().toString());
    }

    private static ImageDue event(Run run, Plan.In in) {
        return new ImageDue(
                run.id(),
                run.workflow(),
                run.reason(),
                in.source(),
                in.candidate(),
                in.convention(),
                Optional.of(in.criteria()));
    }

    private static Failure nothingDue(Run run, Run.Selection selection) {
        return Failure.of(
                ReasonCode.NO_MATCHING_IMAGES,
                "the policy of workflow " + run.workflow() + " selects no tag: "
                        + selection.notFoundCount() + " names not found, "
                        + selection.leftOutCount() + " tags left out, "
                        + selection.failedCount() + " not readable");
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

    @Override
    public Repeat repeat(Job failed, String run) {
        return new Repeat.Refused("its run is over: start the workflow's next run");
    }
}
