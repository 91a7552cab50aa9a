package dev.cssc.scan.job;

import dev.cssc.common.event.ImageDue;
import dev.cssc.common.event.ImageEvent;
import dev.cssc.common.event.ImageLifecycle;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.event.Way;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobHandler;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.trace.Field;
import dev.cssc.common.trace.Traces;
import dev.cssc.common.transaction.Effect;
import dev.cssc.scan.advisory.WatchedImage;
import dev.cssc.scan.database.EngineDatabase;
import dev.cssc.scan.endoflife.SupportCalendar;
import dev.cssc.scan.verdict.Counting;
import dev.cssc.scan.verdict.ImageVerdict;
import dev.cssc.scan.verdict.Remarks;
import dev.cssc.scan.verdict.Verdicts;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Jobs that judge: a due image in, findings or the end of its way out. */
@ApplicationScoped
public class ScanHandler implements JobHandler {
    /** How this service is named in what it tells. */
    public static final String SERVICE = "scan";

    private final Scans scans;
    private final ForeignImages foreign;
    private final JudgedImages judged;
    private final Outbox outbox;
    private final Clock clock;
    private final SupportCalendar calendar;
    private final EngineDatabase database;

    ScanHandler(
            Scans scans,
            ForeignImages foreign,
            JudgedImages judged,
            Outbox outbox,
            Clock clock,
            SupportCalendar calendar,
            EngineDatabase database) {
        this.scans = scans;
        this.foreign = foreign;
        this.judged = judged;
        this.outbox = outbox;
        this.clock = clock;
        this.calendar = calendar;
        this.database = database;
    }

    @Override
    public String kind() {
        return ScanOrder.KIND;
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
        return tell(job, way(job).reached(new ImageLifecycle.Due().scan(), clock.instant()));
    }

    @Override
    public Effect run(Job job) {
        ImageDue due = switch (ScanOrder.of(job)) {
            case ScanOrder.Full(var full) -> full;
            case ScanOrder.Foreign(var run, var shortForm) -> foreign.resolve(run, shortForm);
        };
        Way way = Way.of(SERVICE, due.run(), due.workflow(), due.source()).by(job.id(), job.attempt());
        Traces.current().say(Field.DIGEST, due.source().digest().toString());
        Counting counting = Counting.today(due.criteria(), clock, calendar);
        List<Scans.Result> candidate =
                scans.all(due.candidate().repository(), due.candidate().digest(), counting.criteria(), job.queued());
        ImageVerdict verdict = ImageVerdict.of(
                        candidate.stream().map(Scans.Result::outcome).toList(), counting)
                .saying(database.remark());
        Effect told = verdict.end()
                .map(end -> tell(
                        job,
                        way.reached(
                                end,
                                Optional.of(verdict.sentence(due.candidate().tag())),
                                clock.instant())))
                .orElseGet(() -> tellWhatToRaise(
                        job,
                        due,
                        way,
                        FindingsEvent.of(due, source(job, due, candidate, counting), candidate, counting),
                        verdict));
        Scanner judge = FindingsEvent.scanner(candidate);
        Optional<Scanner> now = scans.knowsNow();
        return told.then(tx -> judged.keep(tx, WatchedImage.of(due, verdict), job.id(), judge, now));
    }

    /** What a patch is made from is the source, whichever image was judged: it is scanned as well where that was a patch of it. */
    private List<Scans.Result> source(Job job, ImageDue due, List<Scans.Result> candidate, Counting counting) {
        return due.candidate().digest().equals(due.source().digest())
                ? candidate
                : scans.all(due.source().repository(), due.source().digest(), counting.criteria(), job.queued());
    }

    private Effect tellWhatToRaise(Job job, ImageDue due, Way way, Optional<VulnsFound> found, ImageVerdict verdict) {
        if (found.isEmpty()) {
            String sentence = "what is fixable in " + due.candidate().tag() + " is not in its source";
            return tell(job, way.ended(Failure.of(ReasonCode.NO_IMPROVEMENT, sentence), clock.instant()));
        }
        return tell(
                job,
                found.get(),
                way.reached(
                        Verdicts.next(verdict.verdict()),
                        Optional.of(raising(found.get(), verdict.remarks())),
                        clock.instant()));
    }

    private static String raising(VulnsFound found, Remarks remarks) {
        int packages =
                found.platforms().stream().mapToInt(p -> p.packages().size()).sum();
        return packages + (packages == 1 ? " package" : " packages") + " to raise"
                + remarks.sentence().map(more -> "; " + more).orElse("");
    }

    @Override
    public Effect gaveUp(Job job, Failure failure) {
        return tell(job, way(job).ended(failure, clock.instant()));
    }

    @Override
    public Effect cancelled(Job job) {
        return tell(job, way(job).cancelled(clock.instant()));
    }

    @Override
    public Repeat repeat(Job failed, String run) {
        return new Repeat.As(ScanOrder.of(failed).payload(run));
    }

    private Effect tell(Job job, ImageEvent... events) {
        return tx -> outbox.append(tx, job.attempt(), events);
    }

    private Way way(Job job) {
        ScanOrder order = ScanOrder.of(job);
        return Way.of(SERVICE, job.run(), order.workflow(), order.subject()).by(job.id(), job.attempt());
    }
}
