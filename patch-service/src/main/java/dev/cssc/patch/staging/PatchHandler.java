package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.event.Way;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobHandler;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Effect;
import dev.cssc.patch.PatchConfig;
import dev.cssc.patch.awaited.AwaitedFixes;
import dev.cssc.patch.engine.PatchEngine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Jobs that patch: findings in, a staged patch and its announcement out. */
@ApplicationScoped
public class PatchHandler implements JobHandler {
    /** Kind of these jobs. */
    public static final String KIND = "patch";

    private static final int PRIORITY = 0;

    private final Patcher patcher;
    private final PatchEngine engine;
    private final PatchStore patches;
    private final Answers answers;
    private final AwaitedFixes awaited;
    private final JobStore jobs;
    private final Outbox outbox;
    private final Clock clock;

    PatchHandler(
            Patcher patcher,
            PatchEngine engine,
            PatchStore patches,
            Answers answers,
            AwaitedFixes awaited,
            JobStore jobs,
            Outbox outbox,
            Clock clock) {
        this.patcher = patcher;
        this.engine = engine;
        this.patches = patches;
        this.answers = answers;
        this.awaited = awaited;
        this.jobs = jobs;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The job that patches what was found, once for each run and digest. */
    public static NewJob job(VulnsFound found) {
        String subject = found.source().name() + "@" + found.source().digest();
        return new NewJob(
                        EventId.of(found.run(), subject, KIND, 1),
                        KIND,
                        found.run(),
                        found.source().name(),
                        EventCodec.write(found),
                        PRIORITY)
                .inFlow(found.workflow());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<String> spentOn(Job job) {
        return Optional.of(job.subject());
    }

    @Override
    public Effect started(Job job) {
        Way way = way(job, found(job));
        return tx ->
                outbox.append(tx, job.attempt(), way.reached(new ImageLifecycle.Fixable().patch(), clock.instant()));
    }

    @Override
    public Effect run(Job job) {
        VulnsFound found = found(job);
        Traces.current().say(Field.DIGEST, found.source().digest().toString());
        try {
            return answer(job, found, patcher.means(found));
        } catch (RebaseStage.LostBaseException e) {
            // Without the base it is another question, with another answer to remember.
            return answer(job, found, patcher.meansWithoutBase(found));
        }
    }

    private Effect answer(Job job, VulnsFound found, Means means) {
        Question question = Question.of(found, engine.name(), means);
        Optional<Failure> known = answers.known(found, question);
        if (known.isPresent()) {
            return ended(job, found, known.get());
        }
        try {
            Prepared prepared = patcher.prepared(job.id(), found, means);
            Patcher.Result result = JobLog.current()
                    .step("patching and staging with " + engine.name(), () -> patcher.patch(job.id(), found, prepared));
            Optional<PublishedPatch> equal = answers.equal(result.patch());
            Effect outcome = equal.isPresent()
                    ? repeated(job, found, equal.get(), question)
                    : staged(job, found, result, question);
            return outcome.then(told(found, result.patch().unavailable()));
        } catch (FailureException e) {
            return switch (e.failure().reason()) {
                case NO_IMPROVEMENT -> inVain(job, found, question, e.failure());
                // Repositories do not fill up within the seconds of another attempt.
                case FIXED_VERSION_UNAVAILABLE, PATCH_INCOMPLETE ->
                    inVain(job, found, question, e.failure()).then(told(found, packages(found)));
                default -> throw e;
            };
        }
    }

    @Override
    public Effect gaveUp(Job job, Failure failure) {
        VulnsFound found = found(job);
        return ended(job, found, failure).then(cleaned(job, found));
    }

    @Override
    public Effect cancelled(Job job) {
        VulnsFound found = found(job);
        Effect told = tx -> outbox.append(tx, job.attempt(), way(job, found).cancelled(clock.instant()));
        return told.then(notAwaited(job, ReasonCode.CANCELLED)).then(cleaned(job, found));
    }

    @Override
    public Repeat repeat(Job failed, String run) {
        VulnsFound found = found(failed);
        return new Repeat.As(EventCodec.write(new VulnsFound(
                run,
                found.workflow(),
                found.source(),
                found.candidate(),
                found.tagConvention(),
                found.criteria(),
                found.platforms(),
                found.scanner())));
    }

    private Effect repeated(Job job, VulnsFound found, PublishedPatch equal, Question question) {
        return answers.answeredBy(equal, question)
                .then(ended(job, found, answers.refusal(found, equal)))
                .then(cleaned(job, found));
    }

    private Effect staged(Job job, VulnsFound found, Patcher.Result result, Question question) {
        StagedPatch patch = result.patch();
        // What the engine may have left of platforms that were left out; the rest goes when the patch's way ends.
        StagingRemoval others =
                patcher.traces(job.id(), found).without(patch.removal().tags());
        return tx -> patches.staged(tx, patch, question, found.criteria().flatMap(Criteria::keep))
                .chain(() -> others.tags().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : jobs.enqueue(tx, others.job(job.id(), "others")).replaceWithVoid())
                .chain(() -> outbox.append(
                        tx,
                        job.attempt(),
                        patch.announcement(found.criteria()),
                        way(job, found)
                                .reached(new ImageLifecycle.Patching().stage(), result.leftOut(), clock.instant())));
    }

    private Effect ended(Job job, VulnsFound found, Failure failure) {
        Effect told = tx -> outbox.append(tx, job.attempt(), way(job, found).ended(failure, clock.instant()));
        return told.then(notAwaited(job, failure.reason()));
    }

    private Effect notAwaited(Job job, ReasonCode reason) {
        return tx -> patches.notMade(tx, job.id(), reason);
    }

    private Effect inVain(Job job, VulnsFound found, Question question, Failure failure) {
        return answers.inVain(found, question, engine.name(), failure)
                .then(ended(job, found, failure))
                .then(cleaned(job, found));
    }

    private Effect told(VulnsFound found, List<PackageUpgrade> unavailable) {
        return tx -> awaited.told(tx, found, unavailable);
    }

    private static List<PackageUpgrade> packages(VulnsFound found) {
        return found.platforms().stream()
                .flatMap(platform -> platform.packages().stream())
                .toList();
    }

    /** An attempt that was cut short may have left tags in the staging repository. */
    private Effect cleaned(Job job, VulnsFound found) {
        StagingRemoval traces;
        try {
            traces = patcher.traces(job.id(), found);
        } catch (FailureException e) {
            // What has no possible name was never put anywhere.
            return Effect.none();
        }
        return tx -> jobs.enqueue(tx, traces.job(job.id())).replaceWithVoid();
    }

    private static Way way(Job job, VulnsFound found) {
        return Way.of(PatchConfig.SERVICE, found.run(), found.workflow(), found.source())
                .by(job.id(), job.attempt());
    }

    private static VulnsFound found(Job job) {
        return EventCodec.read(job.payload(), VulnsFound.class);
    }
}
