package dev.cssc.trigger.status;

import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What was told of the two steps that ACR knows: the scan, and the patch with all that follows until it is published. Statuses may come in
 * any order; the outcome is the same.
 *
 * @param reached the furthest state told of that does not end the way; says in which step a way ended
 * @param scanJob the job that scanned the candidate
 * @param scanAt when that was told of last
 * @param patchJob the job that patched
 * @param patchAt when the patch, its verification or publication was told of last
 */
@RegisterForReflection
public record Steps(
        State reached,
        Optional<String> scanJob,
        Optional<Instant> scanAt,
        Optional<String> patchJob,
        Optional<Instant> patchAt) {
    /** Nothing was told yet. */
    static final Steps NONE =
            new Steps(State.DUE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final String PATCH_SERVICE = "patch";

    /** True where the candidate was judged and found fixable, so that whatever is still to come belongs to the patch. */
    public boolean beyondScan() {
        return reached.rank() >= State.FIXABLE.rank();
    }

    Steps with(ImageStatus status) {
        Optional<String> job = status.job().map(UUID::toString);
        return switch (status.state()) {
            case DUE -> this;
            case SCANNING, FIXABLE -> reaching(status.state()).scanned(job.or(this::scanJob), status.at());
            case CLEAN -> scanned(job.or(this::scanJob), status.at());
            case PATCHING, STAGED -> reaching(status.state()).patched(job.or(this::patchJob), status.at());
            // The jobs of these verify and publish; the patch's own is the one that an operator looks for.
            case VERIFYING, VERIFIED -> reaching(status.state()).patched(patchJob, status.at());
            case PATCHED -> reaching(State.VERIFIED).patched(patchJob.or(() -> job), status.at());
            case SKIPPED, FAILED, CANCELLED -> ended(status, job);
        };
    }

    private Steps ended(ImageStatus status, Optional<String> job) {
        boolean byPatch = status.service().equals(PATCH_SERVICE);
        return byPatch || beyondScan()
                ? (byPatch ? reaching(State.FIXABLE) : this)
                        .patched(patchJob.or(() -> byPatch ? job : Optional.empty()), status.at())
                : scanned(scanJob.or(() -> job), status.at());
    }

    private Steps reaching(State state) {
        return new Steps(reached.advance(state), scanJob, scanAt, patchJob, patchAt);
    }

    private Steps scanned(Optional<String> job, Instant at) {
        return new Steps(reached, job, later(scanAt, at), patchJob, patchAt);
    }

    private Steps patched(Optional<String> job, Instant at) {
        return new Steps(reached, scanJob, scanAt, job, later(patchAt, at));
    }

    private static Optional<Instant> later(Optional<Instant> one, Instant other) {
        return one.filter(at -> at.isAfter(other)).or(() -> Optional.of(other));
    }
}
