package dev.cssc.scan.job;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.EventId;
import dev.cssc.common.event.Patched;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.job.UpkeepHandler;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.advisory.PublishedPatches;
import dev.cssc.scan.advisory.WatchedImage;
import dev.cssc.scan.advisory.WatchedImageStore;
import dev.cssc.scan.database.EngineDatabase;
import dev.cssc.scan.engine.Knowledge;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Optional;

/**
 * Jobs that take a published patch in place of what was watched under its source's name. Its manifests were judged when it was staged, so
 * that as a rule nothing but its index is read. Where that fails, what was watched stays so until its workflow has it judged again.
 */
@ApplicationScoped
public class WatchHandler implements UpkeepHandler {

    /** Kind of these jobs. */
    public static final String KIND = "watch";

    /** Nobody waits for it. */
    private static final int PRIORITY = -5;

    private final Scans scans;
    private final Transactions transactions;
    private final WatchedImageStore watched;
    private final PublishedPatches patches;
    private final EngineDatabase database;

    WatchHandler(
            Scans scans,
            Transactions transactions,
            WatchedImageStore watched,
            PublishedPatches patches,
            EngineDatabase database) {
        this.scans = scans;
        this.transactions = transactions;
        this.watched = watched;
        this.patches = patches;
        this.database = database;
    }

    /** The job that has the patch watched. */
    public static NewJob job(Patched patched) {
        return new NewJob(
                        EventId.of(patched.run(), patched.source().name(), KIND + "/" + patched.patch(), 1),
                        KIND,
                        patched.run(),
                        patched.source().name(),
                        EventCodec.write(patched),
                        PRIORITY)
                .inFlow(patched.workflow());
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
    public Effect run(Job job) {
        Patched patched = EventCodec.read(job.payload(), Patched.class);
        String name = patched.source().name();
        Criteria criteria = transactions
                .await(tx -> watched.find(tx, patched.workflow(), name))
                .map(WatchedImage::criteria)
                .orElse(Criteria.NONE);
        List<Scans.Result> results =
                scans.all(patched.patched().repository(), patched.patched().digest(), criteria, job.queued());
        Knowledge knowledge = scans.knowledge(results);
        return tx -> patches.take(tx, patched, knowledge);
    }
}
