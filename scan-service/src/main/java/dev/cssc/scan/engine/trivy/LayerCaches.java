package dev.cssc.scan.engine.trivy;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.scan.database.Databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What Trivy knows of layers that it has read, so that a base is downloaded and analysed once and not for each image on it. Trivy locks
 * its cache for one process, hence there are as many as scans run at once, and the one used last is used first. They live as long as this
 * service does.
 */
final class LayerCaches implements AutoCloseable {

    private static final String DATABASE = "db";
    private static final Path LAYERS = Path.of("fanal", "fanal.db");

    private final WorkDirectories directories;
    private final long sizeLimit;
    private final Deque<WorkDirectories.Held> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * @param sizeLimit bytes beyond which one is begun anew; with 0 there are none
     */
    LayerCaches(WorkDirectories directories, long sizeLimit) {
        this.directories = directories;
        this.sizeLimit = sizeLimit;
    }

    /**
     * One for the scan of an image by that database, for nobody else until it is closed; empty where there are none, or where the database
     * is Trivy's to replace, which it could not do in here.
     */
    Optional<Lease> take(Databases.Held database) {
        if (sizeLimit == 0 || !database.pinned()) {
            return Optional.empty();
        }
        Lease lease = new Lease(idleOrNew());
        try {
            lease.judgeBy(database.cacheDirectory().resolve(DATABASE));
            return Optional.of(lease);
        } catch (IOException e) {
            lease.close();
            throw Failure.of(ReasonCode.DISK_FULL, "making a cache of layers: " + e)
                    .toException(e);
        }
    }

    private WorkDirectories.Held idleOrNew() {
        synchronized (idle) {
            if (!idle.isEmpty()) {
                return idle.pop();
            }
        }
        return directories.create();
    }

    /** Removes those that nobody uses; those in use go when they are given back. */
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            idle.forEach(WorkDirectories.Held::close);
            idle.clear();
        }
    }

    private void giveBack(WorkDirectories.Held directory) {
        synchronized (idle) {
            if (!closed) {
                idle.push(directory);
                return;
            }
        }
        directory.close();
    }

    /** A cache while one process has it. It is removed at the end unless that process left it in order. */
    final class Lease implements AutoCloseable {

        private final WorkDirectories.Held directory;
        private boolean inOrder;

        private Lease(WorkDirectories.Held directory) {
            this.directory = directory;
        }

        /** Trivy's {@code --cache-dir}. */
        Path directory() {
            return directory.path();
        }

        /** To be called when the process ended by itself, and not over its cache. */
        void leftInOrder() {
            inOrder = true;
        }

        @Override
        public void close() {
            if (inOrder && size() <= sizeLimit) {
                giveBack(directory);
            } else {
                directory.close();
            }
        }

        private long size() {
            try {
                return Files.size(directory.path().resolve(LAYERS));
            } catch (IOException e) {
                return 0; // the process had no layer to keep
            }
        }

        /** The database is in the same directory for Trivy; only one that is pinned is put there. */
        private void judgeBy(Path database) throws IOException {
            Path link = directory.path().resolve(DATABASE);
            if (Files.isSymbolicLink(link)) {
                if (Files.readSymbolicLink(link).equals(database)) {
                    return;
                }
                Files.delete(link);
            }
            Files.createSymbolicLink(link, database);
        }
    }
}
