package dev.cssc.patch.staging;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.UpkeepHandler;
import dev.cssc.common.transaction.Effect;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.meter.Step;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Jobs that remove what a patch left in its staging repository, whatever became of it. No image waits for them. */
@ApplicationScoped
public class StagingCleaner implements UpkeepHandler {
    private static final Logger LOG = Logger.getLogger(StagingCleaner.class);

    private final StagingArea area;
    private final PatchMeters meters;

    StagingCleaner(StagingArea area, PatchMeters meters) {
        this.area = area;
        this.meters = meters;
    }

    @Override
    public String kind() {
        return StagingRemoval.KIND;
    }

    @Override
    public Effect run(Job job) {
        StagingRemoval removal = EventCodec.read(job.payload(), StagingRemoval.class);
        return meters.timed(Step.CLEAN_UP, () -> {
            removal.tags().forEach(tag -> remove(removal, tag));
            return Effect.none();
        });
    }

    private void remove(StagingRemoval removal, Tag tag) {
        if (!area.remove(removal.staging(), tag)) {
            // docker-registry: 405 where deletion is off. The registry's own retention has to see to it then.
            LOG.infof("%s:%s stays: the registry does not allow its deletion", removal.staging(), tag);
        }
    }

    @Override
    public Effect gaveUp(Job job, Failure failure) {
        LOG.warnf("staging of %s could not be removed: %s", job.subject(), failure.detail());
        return Effect.none();
    }
}
