package dev.cssc.patch.promotion;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Patched;
import dev.cssc.common.event.Verification;
import dev.cssc.common.event.Way;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobHandler;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.PatchConfig;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.meter.Step;
import dev.cssc.patch.retention.Retirements;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.StagedPatch;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Jobs that publish an accepted patch. */
@ApplicationScoped
public class PromoteHandler implements JobHandler {
    /** Kind of these jobs. */
    public static final String KIND = "promote";

    /** Before patching: it is short, and someone waits for it. */
    private static final int PRIORITY = 10;

    private final Promotion promotion;
    private final ReservationStore reservations;
    private final PatchStore patches;
    private final Transactions transactions;
    private final JobStore jobs;
    private final Outbox outbox;
    private final Retirements retirements;
    private final PatchMeters meters;
    private final Clock clock;

    PromoteHandler(
            Promotion promotion,
            ReservationStore reservations,
            PatchStore patches,
            Transactions transactions,
            JobStore jobs,
            Outbox outbox,
            Retirements retirements,
            PatchMeters meters,
            Clock clock) {
        this.promotion = promotion;
        this.reservations = reservations;
        this.patches = patches;
        this.transactions = transactions;
        this.jobs = jobs;
        this.outbox = outbox;
        this.retirements = retirements;
        this.meters = meters;
        this.clock = clock;
    }

    /** The job that publishes what was accepted. */
    public static NewJob job(PatchVerified verified) {
        return new NewJob(
                        EventId.of(verified.run(), verified.patch().toString(), KIND, 1),
                        KIND,
                        verified.run(),
                        verified.source().name(),
                        EventCodec.write(verified),
                        PRIORITY)
                .inFlow(verified.workflow());
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
    public Effect run(Job job) {
        PatchVerified verified = verified(job);
        StagedPatch patch = staged(verified)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.EVENT_INVALID,
                                "publishing the patch of " + verified.source().name() + ": there is no patch "
                                        + verified.patch())
                        .toException());
        Traces.current().say(Field.DIGEST, patch.source().digest().toString());
        long start = System.nanoTime();
        Tag tag;
        try {
            tag = JobLog.current().step("publishing", () -> meters.timed(Step.PROMOTE, () -> promotion.promote(patch)));
        } catch (FailureException e) {
            if (e.failure().reason() == ReasonCode.NO_IMPROVEMENT) {
                return dropped(job, verified, way(job, verified).ended(e.failure(), clock.instant()));
            }
            throw e;
        }
        return published(job, verified, patch, tag, start);
    }

    /** One transaction: who sees the event or the status sees the row, and the staging goes only when all of it is true. */
    private Effect published(Job job, PatchVerified verified, StagedPatch patch, Tag tag, long start) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        Patched patched = patched(verified, patch, tag, seconds);
        return tx -> reservations
                .written(tx, patch.id())
                .chain(() -> patches.published(tx, patch.id(), tag, seconds, verified.verifications()))
                .chain(() -> outbox.append(
                        tx,
                        job.attempt(),
                        patched,
                        way(job, verified)
                                .reached(
                                        new ImageLifecycle.Verified().publish(tag),
                                        Optional.of("published as " + patch.published(tag)
                                                + patch.carriedOver()
                                                        .sentence()
                                                        .map(more -> "; " + more)
                                                        .orElse("")),
                                        clock.instant())))
                .chain(() -> jobs.enqueue(tx, patch.removal().job(patch.id())))
                .chain(() -> retirements.after(tx, patch));
    }

    @Override
    public Effect gaveUp(Job job, Failure failure) {
        PatchVerified verified = verified(job);
        ImageStatus end = way(job, verified).ended(failure, clock.instant());
        // What is to be told is itself too large then; telling it again would not make it smaller.
        return failure.reason() == ReasonCode.TOO_LARGE ? dropped(job, verified, end) : settled(job, verified, end);
    }

    @Override
    public Effect cancelled(Job job) {
        PatchVerified verified = verified(job);
        return settled(job, verified, way(job, verified).cancelled(clock.instant()));
    }

    /**
     * The tag's PUT is the point of no return: where it was done, the patch is published, though the attempt was ended after it. Where the
     * registry cannot tell for now, this throws, and is asked again when the job's lease ends.
     */
    private Effect settled(Job job, PatchVerified verified, ImageStatus end) {
        long start = System.nanoTime();
        Optional<StagedPatch> patch = staged(verified);
        Optional<Tag> tag = patch.flatMap(this::standing);
        return patch.isPresent() && tag.isPresent()
                ? published(job, verified, patch.get(), tag.get(), start)
                : dropped(job, verified, end);
    }

    private Optional<Tag> standing(StagedPatch patch) {
        try {
            return promotion.standing(patch);
        } catch (FailureException e) {
            if (e.failure().retryable()) {
                throw e;
            }
            // Waiting for an answer that will not come would leave the image without an end.
            return Optional.empty();
        }
    }

    private Effect dropped(Job job, PatchVerified verified, ImageStatus end) {
        UUID id = verified.patch();
        return tx -> reservations
                .release(tx, id)
                .chain(() -> patches.ended(tx, id, PatchStore.Ending.DROPPED, end.reason()))
                .chain(() -> outbox.append(tx, job.attempt(), end))
                .chain(() -> patches.find(tx, id))
                .chain(patch -> patch.isPresent()
                        ? jobs.enqueue(tx, patch.get().removal().job(id)).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    /** What was staged is removed by now. */
    @Override
    public Repeat repeat(Job failed, String run) {
        return new Repeat.Refused("its staged patch is gone: run the image's workflow again");
    }

    private Optional<StagedPatch> staged(PatchVerified verified) {
        return transactions.await(tx -> patches.find(tx, verified.patch()));
    }

    private Patched patched(PatchVerified verified, StagedPatch patch, Tag tag, double seconds) {
        List<PackageUpgrade> fixed = packages(verified, Verification::fixed).toList();
        List<PackageUpgrade> remaining = Stream.concat(
                        packages(verified, Verification::remaining), patch.remaining().stream())
                .distinct()
                .toList();
        return new Patched(
                patch.run(),
                patch.workflow(),
                patch.source(),
                new PinnedImage(patch.site(), tag, patch.publishes()),
                patch.id(),
                fixed,
                remaining,
                patch.addedBytes(),
                Map.of("patch", patch.seconds(), "promote", seconds),
                patch.engine(),
                clock.instant(),
                patch.grafts(),
                patch.carriedOver().unpatched(),
                patch.carriedOver().droppedAttestations(),
                patch.rebases());
    }

    private static Stream<PackageUpgrade> packages(
            PatchVerified verified, Function<Verification, List<PackageUpgrade>> which) {
        return verified.verifications().stream()
                .flatMap(v -> which.apply(v).stream())
                .distinct();
    }

    private static Way way(Job job, PatchVerified verified) {
        return Way.of(PatchConfig.SERVICE, verified.run(), verified.workflow(), verified.source())
                .by(job.id(), job.attempt());
    }

    private static PatchVerified verified(Job job) {
        return EventCodec.read(job.payload(), PatchVerified.class);
    }
}
