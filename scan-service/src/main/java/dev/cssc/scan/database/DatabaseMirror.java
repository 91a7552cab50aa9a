package dev.cssc.scan.database;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.registry.RegistryClient;
import org.jboss.logging.Logger;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Keeps a copy of the database that a repository offers: looks now and then whether the reference points to another one, reads that by its
 * digest, tries it, and only then makes it current. What is refused stays out until somebody forces it; scans go on meanwhile by the
 * database that they have.
 */
public final class DatabaseMirror implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(DatabaseMirror.class);

    /** Without any database nothing can be judged: then it looks more often. */
    private static final Duration WITHOUT_DATABASE = Duration.ofSeconds(15);

    private static final int MOST_REFUSED = 20;
    private static final double JITTER = 0.1;
    private static final long PATIENCE_AT_THE_END_MILLIS = 10_000;

    private final DatabaseStore store;
    private final DatabaseArtifact artifact;
    private final DatabaseProbe probe;
    private final DatabaseConfig config;
    private final Clock clock;
    private final Thread thread =
            Thread.ofPlatform().name("database-mirror").daemon().unstarted(this::loop);
    private final List<Consumer<DatabaseCheck>> listeners = new ArrayList<>();

    // Guarded by this.
    private final Map<Digest, String> refused = new LinkedHashMap<>();
    private Optional<Done> last = Optional.empty();
    private Optional<Digest> insisted = Optional.empty();
    private boolean wanted;
    private boolean forced;
    private volatile boolean stopping;

    private DatabaseMirror(
            DatabaseStore store, DatabaseArtifact artifact, DatabaseProbe probe, DatabaseConfig config, Clock clock) {
        this.store = store;
        this.artifact = artifact;
        this.probe = probe;
        this.config = config;
        this.clock = clock;
    }

    /** A look, and when it was over. */
    public record Done(Instant at, DatabaseCheck check) {}

    /**
     * A mirror that looks at nothing yet.
     *
     * @param reference {@code registry/repository[:tag|@digest]}
     * @param directory where databases are kept
     * @throws IllegalStateException naming the key, where the reference is none
     */
    public static DatabaseMirror of(
            String reference,
            Path directory,
            RegistryClient registry,
            DatabaseProbe probe,
            DatabaseConfig config,
            Clock clock) {
        DatabaseArtifact artifact = new DatabaseArtifact(registry, DatabaseArtifact.reference(reference), config);
        return new DatabaseMirror(DatabaseStore.open(directory, artifact.toString()), artifact, probe, config, clock);
    }

    /** Where its databases are to be had. */
    public Databases databases() {
        return store;
    }

    /** Has each look told. To be called before {@link #start}. */
    void listen(Consumer<DatabaseCheck> listener) {
        listeners.add(listener);
    }

    /** Looks now, and then again and again. */
    public void start() {
        thread.start();
    }

    /**
     * Has it look soon.
     *
     * @param force whether to take also what was refused, is older or smaller; what cannot be opened is never taken
     */
    public synchronized void wake(boolean force) {
        wanted = true;
        forced |= force;
        notifyAll();
    }

    /** The last look; empty before the first is over. */
    public synchronized Optional<Done> last() {
        return last;
    }

    /** The databases that were refused, with the reason, oldest first. */
    public synchronized Map<Digest, String> refused() {
        return new LinkedHashMap<>(refused);
    }

    /**
     * The current one, where the last look with force found it in the repository, whether it was new or not, and that was not noted yet: it
     * is what somebody wants judgements by, whatever was judged by before.
     */
    public synchronized Optional<Database> forced() {
        return store.mirrored()
                .filter(mirrored -> insisted.filter(mirrored.digest()::equals).isPresent())
                .map(DatabaseStore.Mirrored::database);
    }

    /** That this one was forced was noted. */
    public synchronized void noted(Database database) {
        if (forced().filter(database::equals).isPresent()) {
            insisted = Optional.empty();
        }
    }

    /** Looks once; blocks. */
    DatabaseCheck check(boolean force) {
        DatabaseCheck check;
        try {
            check = look(force);
        } catch (FailureException e) {
            check = new DatabaseCheck.Failed(e.failure());
        } catch (RuntimeException e) {
            LOG.error("looking for a new database", e);
            check = new DatabaseCheck.Failed(Failure.of(ReasonCode.INTERNAL, "looking for a new database: " + e));
        }
        tell(check, force);
        return check;
    }

    private DatabaseCheck look(boolean force) {
        Digest digest = artifact.current();
        if (store.mirrored()
                .map(DatabaseStore.Mirrored::digest)
                .filter(digest::equals)
                .isPresent()) {
            return new DatabaseCheck.Unchanged(digest);
        }
        Optional<String> before = Optional.ofNullable(refused().get(digest));
        if (before.isPresent() && !force) {
            return new DatabaseCheck.Refused(digest, before.get());
        }
        Path incoming = store.incoming();
        try {
            artifact.pull(digest, incoming);
            DatabaseStore.Mirrored candidate = DatabaseStore.lookAt(digest, incoming);
            Optional<String> objection = RollOut.objection(
                            candidate.asCandidate(),
                            store.mirrored().map(DatabaseStore.Mirrored::asCandidate),
                            config.smallestFraction(),
                            force)
                    .or(() -> probe.problem(candidate.alone()));
            if (objection.isPresent()) {
                return new DatabaseCheck.Refused(digest, objection.get());
            }
            store.take(digest, incoming);
            return new DatabaseCheck.RolledOut(digest);
        } catch (UnusableDatabaseException e) {
            return new DatabaseCheck.Refused(digest, e.why());
        } finally {
            DatabaseStore.remove(incoming);
        }
    }

    private void tell(DatabaseCheck check, boolean force) {
        switch (check) {
            case DatabaseCheck.Unchanged unchanged -> LOG.debugf("database: %s", unchanged.sentence());
            case DatabaseCheck.RolledOut rolledOut -> LOG.infof("database: %s", rolledOut.sentence());
            case DatabaseCheck.Refused refusal -> LOG.warnf("database: %s", refusal.sentence());
            case DatabaseCheck.Failed failed -> LOG.warnf("database: %s", failed.sentence());
        }
        synchronized (this) {
            last = Optional.of(new Done(clock.instant(), check));
            if (check instanceof DatabaseCheck.Refused(Digest digest, String why)) {
                refused.put(digest, why);
                if (refused.size() > MOST_REFUSED) {
                    refused.remove(refused.keySet().iterator().next());
                }
            }
            if (check instanceof DatabaseCheck.RolledOut(Digest digest)) {
                refused.remove(digest);
                insisted = force ? Optional.of(digest) : Optional.empty();
            }
            if (force && check instanceof DatabaseCheck.Unchanged(Digest digest)) {
                insisted = Optional.of(digest);
            }
        }
        listeners.forEach(listener -> listener.accept(check));
    }

    private void loop() {
        boolean force = false;
        while (!stopping) {
            try {
                check(force);
            } catch (RuntimeException | Error e) {
                // Whoever listens may fail, and memory may run short: neither must end the looking.
                LOG.error("looking for a new database", e);
            }
            try {
                force = await();
            } catch (InterruptedException e) {
                return; // closed
            }
        }
    }

    /** Waits until it is time, or somebody asks; answers whether with force. */
    private synchronized boolean await() throws InterruptedException {
        Duration interval = store.current().isPresent() || config.pollInterval().compareTo(WITHOUT_DATABASE) < 0
                ? config.pollInterval()
                : WITHOUT_DATABASE;
        double jitter = 1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER);
        long deadline = System.nanoTime() + (long) (interval.toNanos() * jitter);
        while (!wanted && !stopping && System.nanoTime() < deadline) {
            wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
        boolean force = forced;
        wanted = false;
        forced = false;
        return force;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(PATIENCE_AT_THE_END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
