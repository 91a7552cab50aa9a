package dev.cssc.scan.database;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mirrored databases on disk, each in a directory named after its digest. One is current; whoever holds an older one keeps it, and it is
 * removed when nobody does. A second process with the same directory gets another one beside it: replicas know nothing of each other.
 */
final class DatabaseStore implements Databases {

    private static final Logger LOG = Logger.getLogger(DatabaseStore.class);

    private static final String CURRENT = "current";
    private static final String INCOMING = "incoming-";
    private static final int MOST_NEIGHBOURS = 64;

    private final Path root;
    private final String source;
    private final FileLock lock;
    private final Map<Digest, Integer> holders = new HashMap<>();
    private Optional<Mirrored> current;

    /** A database that is on disk and was found good. */
    record Mirrored(Digest digest, Path cacheDirectory, DatabaseMetadata metadata, long size) {

        Database database() {
            return new Database("trivy-db@" + digest, metadata.made());
        }

        /** For a look at it before anybody may hold it. */
        Held alone() {
            return new Alone(this);
        }

        RollOut.Candidate asCandidate() {
            return new RollOut.Candidate(metadata, size);
        }
    }

    private record Alone(Mirrored mirrored) implements Held {

        @Override
        public Path cacheDirectory() {
            return mirrored.cacheDirectory();
        }

        @Override
        public boolean pinned() {
            return true;
        }

        @Override
        public Database database() {
            return mirrored.database();
        }

        @Override
        public void close() {
            // Whoever looks at it removes it or makes it current.
        }
    }

    private DatabaseStore(Path root, String source, FileLock lock) {
        this.root = root;
        this.source = source;
        this.lock = lock;
        this.current = found();
        directories(name -> name.startsWith(INCOMING)).forEach(DatabaseStore::remove);
        removeUnheld();
    }

    /**
     * Opens the store, and finds what an earlier process left in it.
     *
     * @param directory where it is; another one beside it where a process has that already
     * @param source where databases come from, in words
     */
    static DatabaseStore open(Path directory, String source) {
        try {
            for (int i = 1; i <= MOST_NEIGHBOURS; i++) {
                Path root = i == 1 ? directory : directory.resolveSibling(directory.getFileName() + "-" + i);
                Files.createDirectories(root);
                Optional<FileLock> lock = lock(root.resolve("lock"));
                if (lock.isPresent()) {
                    return new DatabaseStore(root.toRealPath(), source, lock.get());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("making a place for databases at " + directory, e);
        }
        throw new IllegalStateException(directory + " and " + MOST_NEIGHBOURS + " beside it are in use");
    }

    private static Optional<FileLock> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> lock;
        try {
            lock = Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            lock = Optional.empty(); // in this very process
        }
        if (lock.isEmpty()) {
            channel.close();
        }
        return lock;
    }

    void close() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            LOG.debugf("unlocking %s: %s", root, e.toString());
        }
    }

    @Override
    public synchronized Held hold() {
        Mirrored held = current.orElseThrow(
                () -> Failure.of(ReasonCode.DATABASE_UNAVAILABLE, "there is no database yet from " + source)
                        .toException());
        holders.merge(held.digest(), 1, Integer::sum);
        return new Holding(held);
    }

    @Override
    public synchronized Optional<Database> current() {
        return current.map(Mirrored::database);
    }

    synchronized Optional<Mirrored> mirrored() {
        return current;
    }

    @Override
    public String source() {
        return source;
    }

    /** An empty directory to read a new database into. Nobody sees it before {@link #take}; what a crash leaves of it goes at the start. */
    Path incoming() {
        try {
            return Files.createDirectory(root.resolve(INCOMING + UUID.randomUUID()));
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "mirroring trivy's database: " + e)
                    .toException(e);
        }
    }

    /** What is in that directory, to be looked at. */
    static Mirrored lookAt(Digest digest, Path directory) {
        try {
            return new Mirrored(
                    digest,
                    directory,
                    DatabaseMetadata.read(directory),
                    Files.size(directory.resolve("db").resolve("trivy.db")));
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DATABASE_UNAVAILABLE, "mirroring trivy's database: " + e)
                    .toException(e);
        }
    }

    /** The database in that directory is the current one from now on. */
    synchronized Mirrored take(Digest digest, Path incoming) {
        Path place = root.resolve(digest.hex());
        try {
            if (Files.exists(place)) {
                // Held by someone, and the same bytes.
                remove(incoming);
            } else {
                Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
            }
            Path pointer = root.resolve(CURRENT + ".new");
            Files.writeString(pointer, digest.toString());
            Files.move(pointer, root.resolve(CURRENT), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "mirroring trivy's database: " + e)
                    .toException(e);
        }
        Mirrored taken = lookAt(digest, place);
        current = Optional.of(taken);
        removeUnheld();
        return taken;
    }

    private synchronized void release(Digest digest) {
        if (holders.merge(digest, -1, Integer::sum) <= 0) {
            holders.remove(digest);
            removeUnheld();
        }
    }

    private void removeUnheld() {
        Set<String> needed = Stream.concat(
                        holders.keySet().stream(), current.stream().map(Mirrored::digest))
                .map(Digest::hex)
                .collect(Collectors.toSet());
        directories(name -> !name.startsWith(INCOMING) && !needed.contains(name))
                .forEach(DatabaseStore::remove);
    }

    private List<Path> directories(Predicate<String> which) {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> which.test(entry.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            LOG.warnf("could not look for old databases in %s: %s", root, e.toString());
            return List.of();
        }
    }

    /** Removes what nobody needs, as far as it goes: what is left is tried again at the next change. */
    static void remove(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            LOG.warnf("could not remove %s: %s", directory, e.toString());
        }
    }

    private Optional<Mirrored> found() {
        Path pointer = root.resolve(CURRENT);
        if (!Files.isReadable(pointer)) {
            return Optional.empty();
        }
        try {
            Digest digest = new Digest(Files.readString(pointer).strip());
            return Optional.of(lookAt(digest, root.resolve(digest.hex())));
        } catch (IOException | IllegalArgumentException | FailureException e) {
            LOG.warnf("the database in %s cannot be used: %s", root, e.toString());
            return Optional.empty();
        }
    }

    private final class Holding implements Held {

        private final Mirrored held;
        private boolean closed;

        Holding(Mirrored held) {
            this.held = held;
        }

        @Override
        public Path cacheDirectory() {
            return held.cacheDirectory();
        }

        @Override
        public boolean pinned() {
            return true;
        }

        @Override
        public Database database() {
            return held.database();
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(held.digest());
            }
        }
    }
}
