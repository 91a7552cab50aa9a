package dev.cssc.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cssc.cli.command.CliException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the local stack keeps everything it has: logs, data, working files, and what it knows of its processes.
 *
 * @param directory usually {@code .cssc} beside the project's {@code pom.xml}
 */
public record StackHome(Path directory) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a part prints. */
    public Path log(Part part) {
        return directory.resolve("logs").resolve(part.title() + ".log");
    }

    /** What a part has to keep. */
    public Path data(Part part) {
        return directory.resolve("data").resolve(part.title());
    }

    /** A service's working files; nothing in there outlives a job. */
    public Path work(Part part) {
        return directory.resolve("work").resolve(part.title());
    }

    /** Trivy's cache directory, where its database comes from a repository that was named: the user's own is left alone. */
    public Path trivyCache() {
        return directory.resolve("data").resolve("trivy");
    }

    /** Passwords and certificates of registries, which definitions name; for the user alone. */
    public Path secrets() {
        return directory.resolve("secrets");
    }

    /** The programs as they are run: a copy, because a build replaces the ones it made. */
    public Path program(String name) {
        return directory.resolve("app").resolve(name);
    }

    /** Written by a part of ours when it is ready. */
    public Path readyFile(Part part) {
        return directory.resolve("run").resolve(part.title() + ".ready");
    }

    /** Addresses for other programs. */
    public Path endpoints() {
        return directory.resolve("endpoints.json");
    }

    /** Which processes are ours. */
    public Path processes() {
        return directory.resolve("processes.json");
    }

    /** Ports and engines of the stack that is up. */
    public Path settings() {
        return directory.resolve("stack.json");
    }

    /** What somebody wants of the services, at every start of one; written by hand. */
    public Path serviceSettings() {
        return directory.resolve("settings");
    }

    /** Held while the stack is changed, so that two commands do not do it at once. */
    public Path lock() {
        return directory.resolve("lock");
    }

    /** A JSON document of this directory, if it is there. */
    static Optional<JsonNode> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read; 'cssc reset' starts anew", e);
        }
    }

    /** Writes a JSON document in one step: a reader sees the old one or the new one. */
    static void write(Path file, JsonNode document) {
        try {
            Files.createDirectories(file.getParent());
            Path unfinished =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
            Files.writeString(unfinished, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n");
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** Creates the directory a file is in, and answers the file. */
    static Path withParent(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(file.getParent() + " cannot be created", e);
        }
    }

    /** Removes a tree without following links; what is not there is no error. */
    static void remove(Path tree) {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CliException(tree + " cannot be removed: " + e + Mounts.hint(tree));
        }
    }
}
