package dev.cssc.common.event;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Tag;

import java.util.EnumSet;
import java.util.Set;

/**
 * The whole way of one due image, from due to exactly one terminal state (invariant 1). A state is a type that holds what is known then;
 * a transition is a method of the state it leaves, so what cannot happen cannot be written down: only {@link Verified} can publish.
 *
 * <pre>{@code
 *   Due ──▶ Scanning ──▶ Fixable ──▶ Patching ──▶ Staged ──▶ Verifying ──▶ Verified ──▶ PATCHED
 *              │                        │                        │             │
 *              ├──▶ CLEAN               ├──▶ SKIPPED             ├──▶ FAILED   ├──▶ SKIPPED, FAILED
 *              ├──▶ SKIPPED             └──▶ FAILED              └──▶ SKIPPED
 *              └──▶ FAILED
 *   every state but the terminal ones ──▶ CANCELLED, FAILED
 * }</pre>
 *
 * One service holds an image at a time (trigger until Due is consumed, scan, patch, scan, patch), and each hands it on in the same
 * transaction in which it ends its own part. Status messages about that may arrive in any order; {@link State#advance} makes a reader
 * move only forward, and keeps the first terminal state.
 */
public sealed interface ImageLifecycle {

    /** The state's name in events, REST and the database. */
    State state();

    /**
     * The end that this failure is: skipped where its reason is an answer rather than a mishap (nothing went wrong, there is nothing to do
     * here), else failed.
     */
    static Terminal endedBy(Failure failure) {
        return Skipped.ANSWERS.contains(failure.reason()) ? new Skipped(failure.reason()) : new Failed(failure);
    }

    /** The names of the states, in the order of the way. */
    enum State {
        DUE(0),
        SCANNING(1),
        FIXABLE(2),
        PATCHING(3),
        STAGED(4),
        VERIFYING(5),
        VERIFIED(6),
        PATCHED(7),
        CLEAN(7),
        SKIPPED(7),
        FAILED(7),
        CANCELLED(7);

        private static final int END = 7;

        private final int rank;

        State(int rank) {
            this.rank = rank;
        }

        /** True for the five states in which an image's way ends. */
        public boolean terminal() {
            return rank == END;
        }

        /** How far along the way the state is: 0 for {@link #DUE}, 7 for every terminal state. */
        public int rank() {
            return rank;
        }

        /** The state a reader holds after it was in this one and is told of another: the further one; a terminal state stays. */
        public State advance(State told) {
            return told.rank > rank ? told : this;
        }

        /** Which states may directly follow this one; what the diagram and the tests are made from. */
        public boolean mayBecome(State next) {
            if (terminal()) {
                return false;
            }
            return switch (next) {
                case CANCELLED, FAILED -> true;
                case CLEAN -> this == SCANNING;
                case SKIPPED -> this == SCANNING || this == PATCHING || this == VERIFYING || this == VERIFIED;
                case PATCHED -> this == VERIFIED;
                case DUE -> false;
                case SCANNING, FIXABLE, PATCHING, STAGED, VERIFYING, VERIFIED -> next.rank == rank + 1;
            };
        }
    }

    /** A way that still goes on. */
    sealed interface Active extends ImageLifecycle {
        /** The run was cancelled. */
        default Cancelled cancel() {
            return new Cancelled();
        }

        /** The step that holds the image gave up. */
        default Failed fail(Failure failure) {
            return new Failed(failure);
        }
    }

    /** The end of a way. */
    sealed interface Terminal extends ImageLifecycle {}

    /** Announced, not yet looked at. */
    record Due() implements Active {
        @Override
        public State state() {
            return State.DUE;
        }

        /** A scan worker took it up. */
        public Scanning scan() {
            return new Scanning();
        }
    }

    /** The candidate is being judged. */
    record Scanning() implements Active {
        @Override
        public State state() {
            return State.SCANNING;
        }

        /** Nothing fixable was found. */
        public Clean clean() {
            return new Clean();
        }

        /** It cannot or need not be patched: end of life, unsupported, nothing that could be fixed yet. */
        public Skipped skip(ReasonCode reason) {
            return new Skipped(reason);
        }

        /** There are packages to raise. */
        public Fixable findFixable() {
            return new Fixable();
        }
    }

    /** The packages to raise are known and handed to the patch service. */
    record Fixable() implements Active {
        @Override
        public State state() {
            return State.FIXABLE;
        }

        /** A patch worker took it up. */
        public Patching patch() {
            return new Patching();
        }
    }

    /** The packages are being raised. */
    record Patching() implements Active {
        @Override
        public State state() {
            return State.PATCHING;
        }

        /** The engine had nothing to do, or it was tried before in vain. */
        public Skipped skip(ReasonCode reason) {
            return new Skipped(reason);
        }

        /** The result lies in the staging repository. */
        public Staged stage() {
            return new Staged();
        }
    }

    /** The result waits for its judgement. */
    record Staged() implements Active {
        @Override
        public State state() {
            return State.STAGED;
        }

        /** A scan worker took up the verification. */
        public Verifying verify() {
            return new Verifying();
        }
    }

    /** The staged digest is being judged. */
    record Verifying() implements Active {
        @Override
        public State state() {
            return State.VERIFYING;
        }

        /** It may be published. */
        public Verified accept() {
            return new Verified();
        }

        /** It may not, because it improves nothing. */
        public Skipped skip(ReasonCode reason) {
            return new Skipped(reason);
        }
    }

    /** The only state from which a tag is written. */
    record Verified() implements Active {
        @Override
        public State state() {
            return State.VERIFIED;
        }

        /** The tag was written and read back. */
        public Patched publish(Tag tag) {
            return new Patched(tag);
        }

        /** Someone else moved the tag, or an equal patch is there already. */
        public Skipped skip(ReasonCode reason) {
            return new Skipped(reason);
        }
    }

    /** Published under this tag. */
    record Patched(Tag tag) implements Terminal {
        @Override
        public State state() {
            return State.PATCHED;
        }
    }

    /** Nothing fixable. */
    record Clean() implements Terminal {
        @Override
        public State state() {
            return State.CLEAN;
        }
    }

    /** Left alone, for this reason. */
    record Skipped(ReasonCode reason) implements Terminal {
        private static final Set<ReasonCode> ANSWERS = EnumSet.of(
                ReasonCode.NOTHING_TO_PATCH,
                ReasonCode.NO_IMPROVEMENT,
                ReasonCode.PATCH_INCOMPLETE,
                ReasonCode.UNFIXABLE_ONLY,
                ReasonCode.END_OF_LIFE,
                ReasonCode.UNSUPPORTED_IMAGE,
                ReasonCode.PLATFORM_NOT_WANTED,
                ReasonCode.PLATFORM_NOT_RUNNABLE);

        @Override
        public State state() {
            return State.SKIPPED;
        }
    }

    /** Given up, for this reason. */
    record Failed(Failure failure) implements Terminal {
        @Override
        public State state() {
            return State.FAILED;
        }
    }

    /** Stopped by a person. */
    record Cancelled() implements Terminal {
        @Override
        public State state() {
            return State.CANCELLED;
        }
    }
}
