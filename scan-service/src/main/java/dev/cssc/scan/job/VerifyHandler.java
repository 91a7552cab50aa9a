package dev.cssc.scan.job;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PatchVerified;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.Verification;
import dev.cssc.common.event.Way;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Repository;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobHandler;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Effect;
import dev.cssc.scan.database.EngineDatabase;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verification.Descent;
import dev.cssc.scan.verification.ImageVerification;
import dev.cssc.scan.verification.StagedVerification;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs that verify: a staged patch in, the permission to publish it, or its refusal and the end of the way, out. */
@ApplicationScoped
public class VerifyHandler implements JobHandler {

    /** Kind of these jobs. */
    public static final String KIND = "verify";

    /** An image that is half way through goes before one that has not begun. */
    private static final int PRIORITY = 10;

    private final Scans scans;
    private final Images images;
    private final Outbox outbox;
    private final Clock clock;
    private final SupportCalendar calendar;
    private final EngineDatabase database;

    VerifyHandler(
            Scans scans, Images images, Outbox outbox, Clock clock, SupportCalendar calendar, EngineDatabase database) {
        this.scans = scans;
        this.images = images;
        this.outbox = outbox;
        this.clock = clock;
        this.calendar = calendar;
        this.database = database;
    }

    /** The job that verifies the staged patch. */
    public static NewJob job(PatchStaged staged) {
        return new NewJob(
                        EventId.of(staged.run(), staged.source().name(), KIND + "/" + staged.patch(), 1),
                        KIND,
                        staged.run(),
                        staged.source().name(),
                        EventCodec.write(staged),
                        PRIORITY)
                .inFlow(staged.workflow());
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<String> spentOn(Job job) {
        return Optional.of(job.subject());
    }

    /** Not before the first database is there: an image would be given up for want of it within seconds. */
    @Override
    public boolean ready() {
        return !database.isComing();
    }

    @Override
    public Effect started(Job job) {
        return tell(job, way(job, staged(job)).reached(new ImageLifecycle.Staged().verify(), clock.instant()));
    }

    @Override
    public Effect run(Job job) {
        PatchStaged staged = staged(job);
        Traces.current().say(Field.DIGEST, staged.source().digest().toString());
        if (staged.platforms().isEmpty()) {
            throw Failure.of(ReasonCode.INTERNAL, "verifying " + staged.source() + ": nothing was staged")
                    .toException();
        }
        Counting counting = Counting.today(staged.criteria(), clock, calendar);
        List<StagedVerification.Judgement> judgements = new ArrayList<>();
        List<Scans.Result> patched = new ArrayList<>();
        for (StagedPlatform platform : staged.platforms()) {
            Compared both = compared(staged, platform);
            judgements.add(StagedVerification.judge(
                    platform, both.source(), both.patched(), descent(job, platform), counting));
            patched.add(new Scans.Result(
                    image(platform, platform.staged()), both.patched().outcome()));
        }
        ImageVerification whole = new ImageVerification(judgements, counting.criteria());
        // The status first: where it is the end of the way, it is told before anyone acts on the refusal.
        return tell(
                job,
                status(way(job, staged), whole),
                judgement(staged, whole.refusal(), whole.verifications(), FindingsEvent.scanner(patched)));
    }

    /** One platform's source and its patch. */
    private record Compared(StagedVerification.Scanned source, StagedVerification.Scanned patched) {}

    /** Both by the same database: what a newer one knows more would look as if the patch had brought it. */
    private Compared compared(PatchStaged staged, StagedPlatform platform) {
        Repository repository = staged.source().repository();
        StagedVerification.Scanned source = look(repository, image(platform, platform.source()));
        StagedVerification.Scanned patched = look(staged.staging(), image(platform, platform.staged()));
        if (scans.remembers() && !database(source).equals(database(patched))) {
            source = look(repository, image(platform, platform.source()));
            if (!database(source).equals(database(patched))) {
                throw Failure.of(
                                ReasonCode.DATABASE_UNAVAILABLE,
                                "verifying the patch of " + staged.source().name()
                                        + ": the database changed while source and patch were compared")
                        .toException();
            }
        }
        return new Compared(source, patched);
    }

    /** Both builds of the base are looked at here: what the patch service says of their layers is not asked. */
    private Descent descent(Job job, StagedPlatform platform) {
        return platform.rebase().map(rebase -> rebased(job, rebase)).orElse(Descent.ADDED);
    }

    /** A base that cannot be looked at at last is a refusal, so that the engine has its turn; giving up would have the same tried for ever. */
    private Descent rebased(Job job, Rebase rebase) {
        try {
            return new Descent.Rebased(
                    rebase, images.shape(rebase.base(), rebase.from()), images.shape(rebase.base(), rebase.to()));
        } catch (FailureException e) {
            if (e.failure().retryable() && !job.lastAttempt() || e.failure().reason() == ReasonCode.SHUTTING_DOWN) {
                throw e;
            }
            return new Descent.Unseen(e.failure().detail());
        }
    }

    private static String database(StagedVerification.Scanned image) {
        return image.outcome().scanner().database();
    }

    /** Nobody else can say what becomes of the staged patch, so the refusal is sent along with the end. */
    @Override
    public Effect gaveUp(Job job, Failure failure) {
        PatchStaged staged = staged(job);
        return tell(job, way(job, staged).ended(failure, clock.instant()), unjudged(staged, failure.reason()));
    }

    /** The patch service may have staged it after it heard of the cancellation: the refusal has it cleared up all the same. */
    @Override
    public Effect cancelled(Job job) {
        PatchStaged staged = staged(job);
        return tell(job, way(job, staged).cancelled(clock.instant()), unjudged(staged, ReasonCode.CANCELLED));
    }

    /** What was staged is removed by now. */
    @Override
    public Repeat repeat(Job failed, String run) {
        return new Repeat.Refused("its staged patch is gone: run the image's workflow again");
    }

    private PatchVerified unjudged(PatchStaged staged, ReasonCode reason) {
        return judgement(staged, Optional.of(reason), List.of(), new Scanner(scans.engine(), "-", "-"));
    }

    private static PlatformManifest image(StagedPlatform platform, Digest manifest) {
        return new PlatformManifest(platform.platform(), manifest);
    }

    private StagedVerification.Scanned look(Repository repository, PlatformManifest image) {
        ScanOutcome outcome = scans.one(repository, image);
        return new StagedVerification.Scanned(images.shape(repository, image.manifest()), outcome);
    }

    private static PatchVerified judgement(
            PatchStaged staged, Optional<ReasonCode> refusal, List<Verification> verifications, Scanner scanner) {
        return new PatchVerified(
                staged.run(),
                staged.workflow(),
                staged.source(),
                staged.patch(),
                refusal.isEmpty(),
                refusal,
                verifications,
                scanner);
    }

    private ImageStatus status(Way way, ImageVerification whole) {
        return whole.refusal()
                .map(reason -> way.ended(Failure.of(reason, whole.sentence().orElse("")), clock.instant()))
                .orElseGet(
                        () -> way.reached(new ImageLifecycle.Verifying().accept(), whole.sentence(), clock.instant()));
    }

    private Effect tell(Job job, ImageEvent... events) {
        return tx -> outbox.append(tx, job.attempt(), events);
    }

    private static PatchStaged staged(Job job) {
        return EventCodec.read(job.payload(), PatchStaged.class);
    }

    private static Way way(Job job, PatchStaged staged) {
        return Way.of(ScanHandler.SERVICE, staged.run(), staged.workflow(), staged.source())
                .by(job.id(), job.attempt());
    }
}
