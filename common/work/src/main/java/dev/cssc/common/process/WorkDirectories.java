package dev.cssc.common.process;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.linux.MountPoints;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Directories that belong to one job while it runs: readable by nobody else, gone afterwards. Their names say which process they belong
 * to, so that what a killed service left can be cleared by the next one ({@link #sweep}), and a replica's never is.
 */
public final class WorkDirectories {
    private static final Logger LOG = Logger.getLogger(WorkDirectories.class);
    private static final Duration UNMOUNT_LIMIT = Duration.ofSeconds(30);
    private static final long UNMOUNT_OUTPUT = 64 * 1024;

    private final Path root;
    private final Owner owner = Owner.current();

    /** Directories below this one, which is made when it is first needed. */
    public WorkDirectories(Path root) {
        this.root = root;
    }

    /** Directories below the configured one, or below a folder of that name in the JVM's temporary directory. */
    public static WorkDirectories below(Optional<Path> configured, String name) {
        return new WorkDirectories(configured.orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), name)));
    }

    /** Where they are. Other names in it are safe from {@link #sweep}: what outlives jobs may lie beside them. */
    public Path root() {
        return root;
    }

    /** A directory in use; closing removes it with all it holds. */
    public record Held(Path path) implements AutoCloseable {
        @Override
        public void close() {
            try {
                DirectoryTree.delete(path);
            } catch (UncheckedIOException e) {
                LOG.warnf("working directory %s could not be removed: %s", path, e.getMessage());
            }
        }
    }

    /** A new, empty directory. */
    public Held create() {
        try {
            Files.createDirectories(root);
            return new Held(Files.createTempDirectory(
                    root.toRealPath(),
                    owner.prefix(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "making a working directory below " + root + ": " + e)
                    .toException(e);
        }
    }

    /**
     * Clears what services that were killed left behind: their children, their mounts, their directories. To be called at the start.
     *
     * @return how many directories were removed
     */
    public int sweep(ProcessRunner runner) {
        Orphans.end();
        int removed = 0;
        if (!Files.isDirectory(root)) {
            return removed;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.toRealPath())) {
            for (Path entry : entries) {
                boolean abandoned = Owner.in(entry.getFileName().toString())
                        .filter(Owner::isGone)
                        .isPresent();
                if (abandoned && remove(entry, runner)) {
                    removed++;
                }
            }
        } catch (IOException e) {
            LOG.warnf("could not look for abandoned working directories below %s: %s", root, e.toString());
        }
        return removed;
    }

    private boolean remove(Path abandoned, ProcessRunner runner) {
        try (Held scratch = create()) {
            for (Path mount : MountPoints.below(abandoned)) {
                runner.run(new Command(
                        List.of("umount", "--lazy", mount.toString()),
                        Map.of(),
                        scratch.path(),
                        UNMOUNT_LIMIT,
                        UNMOUNT_OUTPUT));
            }
            if (!MountPoints.below(abandoned).isEmpty()) {
                LOG.warnf("left %s behind: something is still mounted in it", abandoned);
                return false;
            }
            DirectoryTree.delete(abandoned);
            LOG.infof("removed %s, which a service that was killed left behind", abandoned);
            return true;
        } catch (UncheckedIOException e) {
            LOG.warnf("left %s behind: %s", abandoned, e.getMessage());
            return false;
        }
    }
}
