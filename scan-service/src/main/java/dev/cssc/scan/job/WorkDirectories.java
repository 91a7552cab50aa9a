package dev.cssc.scan.job;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.ScanConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** Directories that belong to one scan while it runs: readable by nobody else, gone afterwards. */
@ApplicationScoped
public class WorkDirectories {

    private static final Logger LOG = Logger.getLogger(WorkDirectories.class);

    private final Path root;

    WorkDirectories(ScanConfig config) {
        this.root = config.workDirectory().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir"), "cssc-scan"));
    }

    /** A directory in use; closing removes it with all it holds. */
    public record Held(Path path) implements AutoCloseable {
        @Override
        public void close() {
            try {
                remove(path);
            } catch (IOException e) {
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
                    "scan-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "making a working directory below " + root + ": " + e)
                    .toException(e);
        }
    }

    /** Links are removed, never followed. */
    private static void remove(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
