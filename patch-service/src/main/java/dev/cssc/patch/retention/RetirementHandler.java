package dev.cssc.patch.retention;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.UpkeepHandler;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.transaction.Effect;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.meter.Step;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Jobs that remove the patches of a source that are more than are kept. Each removal is written down as soon as it is done, so that one
 * that is cut short is gone on with where it stood; what it is told in is the job's log and the patch itself.
 */
@ApplicationScoped
class RetirementHandler implements UpkeepHandler {
    private static final Logger LOG = Logger.getLogger(RetirementHandler.class);

    private final RegistryClient registry;
    private final RetirementStore store;
    private final Transactions transactions;
    private final RetentionConfig config;
    private final PatchMeters meters;

    RetirementHandler(
            RegistryClient registry,
            RetirementStore store,
            Transactions transactions,
            RetentionConfig config,
            PatchMeters meters) {
        this.registry = registry;
        this.store = store;
        this.transactions = transactions;
        this.config = config;
        this.meters = meters;
    }

    @Override
    public String kind() {
        return Retirement.KIND;
    }

    @Override
    public Optional<String> spentOn(Job job) {
        return Optional.of(job.subject());
    }

    @Override
    public Effect run(Job job) {
        Retirement retirement = EventCodec.read(job.payload(), Retirement.class);
        OptionalInt said = transactions.await(tx -> store.keep(tx, retirement));
        OptionalInt keep = said.isPresent() ? said : config.keep();
        if (keep.isPresent()) {
            return meters.timed(Step.RETIRE, () -> {
                keep(retirement, keep.getAsInt());
                return Effect.none();
            });
        }
        return Effect.none();
    }

    private void keep(Retirement retirement, int keep) {
        List<OldPatch> published = transactions.await(tx -> store.published(tx, retirement));
        List<OldPatch> possible = Surplus.possible(published, keep);
        if (possible.isEmpty()) {
            return;
        }
        try {
            TagSurvey survey = TagSurvey.of(registry, retirement.site(), config.mostTags());
            remove(Surplus.of(published, keep, survey.tags()), new PatchRemoval(registry, survey));
        } catch (FailureException e) {
            if (e.failure().retryable()) {
                throw e;
            }
            // Nothing that another attempt, or the next patch, would change.
            possible.forEach(
                    patch -> stays(patch, e.failure().reason(), e.failure().detail()));
        }
    }

    private void remove(List<OldPatch> surplus, PatchRemoval removal) {
        for (OldPatch patch : surplus) {
            if (patch.due()) {
                switch (removal.remove(patch)) {
                    case PatchRemoval.Outcome.Removed(List<String> left) -> removed(patch, left);
                    case PatchRemoval.Outcome.Stays(ReasonCode reason, String why) -> {
                        stays(patch, reason, why);
                        if (reason == ReasonCode.DELETION_REFUSED) {
                            // It would hardly be another answer for the next one. Where only this one is locked, that
                            // is tried with
                            // the next publication.
                            return;
                        }
                    }
                }
            }
        }
    }

    private void removed(OldPatch patch, List<String> left) {
        transactions.await(tx -> {
            meters.ended(tx, PatchMeters.Outcome.RETIRED, Optional.empty());
            return store.retired(tx, patch.id(), left);
        });
        String kept = left.isEmpty() ? "" : "; left: " + String.join("; ", left);
        JobLog.current().line("removed " + name(patch) + "@" + patch.digest() + kept);
        LOG.infof("%s@%s was removed, as newer patches are there%s", name(patch), patch.digest(), kept);
    }

    private void stays(OldPatch patch, ReasonCode reason, String why) {
        boolean told = transactions.await(tx -> {
            meters.ended(tx, PatchMeters.Outcome.STAYS, Optional.of(reason));
            return store.stays(tx, patch, reason, why, config.again());
        });
        String sentence = name(patch) + " stays, " + reason + ": " + why;
        JobLog.current().line(sentence);
        if (!told) {
            LOG.warn(sentence);
        }
    }

    private static String name(OldPatch patch) {
        return patch.site() + ":" + patch.tag();
    }

    @Override
    public Effect gaveUp(Job job, Failure failure) {
        LOG.warnf("old patches of %s were not removed: %s", job.subject(), failure.detail());
        return Effect.none();
    }
}
