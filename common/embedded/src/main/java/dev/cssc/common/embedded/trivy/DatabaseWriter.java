package dev.cssc.common.embedded.trivy;

import dev.cssc.common.embedded.CacheDirectory;
import dev.cssc.common.embedded.Program;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The program that writes database files. Trivy's container is bbolt, which only Go reads and writes well, so it is a small Go program that
 * comes with this class; it is built once and kept.
 *
 * @param program the built one
 */
public record DatabaseWriter(Path program) {
    private static final List<String> SOURCES = List.of("main.go", "go.mod", "go.sum");
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
    private static final Duration WRITE_LIMIT = Duration.ofMinutes(5);

    /** True where it can be built: Go is on {@code PATH}. */
    public static boolean isPossible() {
        return Program.isInstalled("go");
    }

    /**
     * The program, built now where it is not there yet. Go takes its one library from its module proxy the first time.
     *
     * @throws IllegalStateException where Go is missing or cannot build it, with the end of what it said
     */
    static synchronized DatabaseWriter built() {
        Map<String, byte[]> sources = sources();
        Path directory = CacheDirectory.resolve("trivy-database-writer").resolve(key(sources));
        Path program = directory.resolve("writer");
        if (Files.isExecutable(program)) {
            return new DatabaseWriter(program);
        }
        if (!isPossible()) {
            throw new IllegalStateException("Go, which the writer of vulnerability databases is built with, is not on"
                    + " PATH. Install Go 1.25 or newer.");
        }
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                if (lock.isValid() && !Files.isExecutable(program)) {
                    build(directory, sources, program);
                }
            }
            return new DatabaseWriter(program);
        } catch (IOException e) {
            throw new UncheckedIOException("the writer of vulnerability databases cannot be built in " + directory, e);
        }
    }

    private static void build(Path directory, Map<String, byte[]> sources, Path program) throws IOException {
        for (Map.Entry<String, byte[]> source : sources.entrySet()) {
            Files.write(directory.resolve(source.getKey()), source.getValue());
        }
        Path unfinished = directory.resolve("writer.new");
        Program.run(
                directory.resolve("build.log"),
                BUILD_LIMIT,
                List.of("go", "build", "-C", directory.toString(), "-o", unfinished.toString(), "."));
        Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the database that the file describes into the directory. */
    void write(Path description, Path directory) throws IOException {
        Path log = Files.createTempFile("database-writer", ".log");
        try {
            Program.run(log, WRITE_LIMIT, List.of(program.toString(), description.toString(), directory.toString()));
        } finally {
            Files.delete(log);
        }
    }

    private static Map<String, byte[]> sources() {
        Map<String, byte[]> sources = new TreeMap<>();
        for (String name : SOURCES) {
            try (InputStream in = Objects.requireNonNull(
                    DatabaseWriter.class.getResourceAsStream("writer/" + name), "no resource writer/" + name)) {
                sources.put(name, in.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(name, e);
            }
        }
        return sources;
    }

    private static String key(Map<String, byte[]> sources) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            sources.values().forEach(hash::update);
            return HexFormat.of().formatHex(hash.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
