package dev.cssc.scan.database;

import java.time.Duration;
import java.util.Optional;

/**
 * The vulnerability database of the engine that was chosen.
 *
 * @param databases where the engine gets it; empty where it has none
 * @param mirror what keeps it, where this service does
 * @param staleness when it is too old
 */
public record EngineDatabase(Optional<Databases> databases, Optional<DatabaseMirror> mirror, Staleness staleness) {

    /** How a database stands. */
    public enum State {
        /** There is one, and it is fresh enough. */
        CURRENT,
        /** There is one, older than is allowed. */
        STALE,
        /** There is none. */
        ABSENT,
        /** There is none yet; the engine itself fetches it with its first scan. */
        AWAITED,
        /** The engine needs none. */
        UNUSED
    }

    /** How it stands now. */
    public State state() {
        if (databases.isEmpty()) {
            return State.UNUSED;
        }
        Optional<Database> current = databases.get().current();
        if (current.isEmpty()) {
            return mirror.isPresent() || databases.get() instanceof SharedCache cache && cache.pinned()
                    ? State.ABSENT
                    : State.AWAITED;
        }
        return staleness.isStale(current.get()) ? State.STALE : State.CURRENT;
    }

    /**
     * True while this service fetches its first one: whatever is judged before that fails for want of it. Where nobody fetches one, it is
     * not coming.
     */
    public boolean isComing() {
        return mirror.isPresent() && state() == State.ABSENT;
    }

    /** The current one. */
    public Optional<Database> current() {
        return databases.flatMap(Databases::current);
    }

    /** The current one, where somebody forced it and that was not noted yet. */
    public Optional<Database> forced() {
        return mirror.flatMap(DatabaseMirror::forced);
    }

    /** That this one was forced was noted. */
    public void noted(Database forced) {
        mirror.ifPresent(kept -> kept.noted(forced));
    }

    /** How old it is. */
    public Optional<Duration> age() {
        return current().map(database -> database.age(staleness.clock().instant()));
    }

    /** What is to be said of a verdict by it, where it is stale; empty where it is not. */
    public Optional<String> remark() {
        return state() == State.STALE
                ? current().map(database -> "judged with a database of " + database.made())
                : Optional.empty();
    }
}
