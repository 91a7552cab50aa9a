package dev.cssc.common.registry;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** One job's {@code DOCKER_CONFIG}: exists until closed, with whatever the child put beside the credentials. */
public final class DockerConfigDirectory implements AutoCloseable {
    private final Path path;

    DockerConfigDirectory(Path path) {
        this.path = path;
    }

    /** For {@code DOCKER_CONFIG}. */
    public Path path() {
        return path;
    }

    /** The credentials file itself, for {@code --authfile} and {@code REGISTRY_AUTH_FILE} of Buildah and Skopeo. */
    public Path file() {
        return path.resolve("config.json");
    }

    /** Removes the directory and all in it; following no link. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.deleteIfExists(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            return; // closed before
        } catch (IOException e) {
            throw new UncheckedIOException("removing the credentials in " + path, e);
        }
    }
}
