package dev.cssc.common.job;

import dev.cssc.common.job.Lease.Hold;
import dev.cssc.common.transaction.DatabaseTrouble;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.common.transaction.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.util.Optional;
import java.util.Set;

/**
 * Takes jobs for workers. What a handler says of the beginning of its work becomes true in the transaction that takes the job, so that both
 * cost one commit. Blocks.
 */
@ApplicationScoped
class Claims {
    private static final Logger LOG = Logger.getLogger(Claims.class);
    private static final int MOST_RACES = 10;

    private final JobHandlers handlers;
    private final JobStore jobs;
    private final Attempts attempts;
    private final Transactions transactions;

    Claims(JobHandlers handlers, JobStore jobs, Attempts attempts, Transactions transactions) {
        this.handlers = handlers;
        this.jobs = jobs;
        this.attempts = attempts;
        this.transactions = transactions;
    }

    /**
     * A job that was taken.
     *
     * @param begun what its handler says of the beginning is true already
     */
    record Taken(Claimed claimed, JobHandler handler, boolean begun) {}

    /**
     * Takes the next job of these kinds. Empty where there is none, and where others were faster again and again: then the next look is in
     * time.
     */
    Optional<Taken> next(Set<String> kinds, String owner) {
        for (int race = 1; race <= MOST_RACES; race++) {
            try {
                return takeAndBegin(kinds, owner);
            } catch (RuntimeException e) {
                if (!Exclusion.isLostRace(e)) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Taken> takeAndBegin(Set<String> kinds, String owner) {
        try {
            return transactions.await(tx -> take(tx, kinds, owner, true));
        } catch (RuntimeException e) {
            if (Exclusion.isLostRace(e) || DatabaseTrouble.isOutOfReach(e)) {
                throw e;
            }
            // The beginning of this job cannot be written. It is to fail by that: left in the queue it would be the
            // next one for ever, and nobody behind it would have a turn.
            LOG.warnf("a job that could not be begun is taken to be given up: %s", e.toString());
            return transactions.await(tx -> take(tx, kinds, owner, false));
        }
    }

    private Uni<Optional<Taken>> take(Tx tx, Set<String> kinds, String owner, boolean beginning) {
        return jobs.claim(tx, kinds, owner)
                .map(claimed -> claimed.map(job -> asTaken(job, beginning)))
                .call(taken -> taken.map(next -> writeWhatItMeans(tx, next))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Taken asTaken(Claimed claimed, boolean beginning) {
        return new Taken(claimed, handler(claimed), beginning && claimed.workable());
    }

    private Uni<Void> writeWhatItMeans(Tx tx, Taken taken) {
        return attempts.lost(tx, taken.claimed(), taken.handler())
                .chain(() -> taken.begun()
                        ? writeBeginning(tx, taken)
                        : Uni.createFrom().voidItem());
    }

    /**
     * Begins a job that was taken without its beginning, where this worker has it still.
     *
     * @throws RuntimeException where the beginning cannot be written
     */
    Hold begin(Taken taken) {
        return transactions.await(tx -> jobs.renew(tx, taken.claimed().lease())
                .flatMap(held -> held == Hold.HELD
                        ? writeBeginning(tx, taken).replaceWith(held)
                        : Uni.createFrom().item(held)));
    }

    private static Uni<Void> writeBeginning(Tx tx, Taken taken) {
        Claimed claimed = taken.claimed();
        return taken.handler().started(claimed.job()).apply(tx.following(claimed.trace()));
    }

    private JobHandler handler(Claimed claimed) {
        String kind = claimed.job().kind();
        return handlers.find(kind)
                .orElseThrow(() -> new IllegalStateException("claimed a job of a kind that nobody handles: " + kind));
    }
}
