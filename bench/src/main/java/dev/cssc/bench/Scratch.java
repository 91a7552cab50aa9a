package dev.cssc.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A benchmark's directory of its own, which is removed with all that is in it. */
record Scratch(Path directory) implements AutoCloseable {

    static Scratch make() {
        try {
            return new Scratch(Files.createTempDirectory("cssc-bench-"));
        } catch (IOException e) {
            throw new UncheckedIOException("making a directory for the benchmark", e);
        }
    }

    Path resolve(String name) {
        return directory.resolve(name);
    }

    /** Puts a script that comes with the benchmarks into the directory. */
    Path script(String name) {
        try (InputStream in = Objects.requireNonNull(Scratch.class.getResourceAsStream(name), name)) {
            return write(resolve(name), new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + name, e);
        }
    }

    static Path write(Path path, String text) {
        try {
            return Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + path, e);
        }
    }

    /** Removes a directory, if it is there. */
    static void remove(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + directory, e);
        }
    }

    @Override
    public void close() {
        remove(directory);
    }
}
