package dev.cssc.release;

import dev.cssc.common.testing.Transcript;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** {@code release/target/dist}, where the build leaves everything that is released. */
final class Dist {
    static final Path DIRECTORY = Path.of("target/dist").toAbsolutePath();
    static final String VERSION = System.getProperty("cssc.version");
    static final List<String> SERVICES = List.of("trigger-service", "scan-service", "patch-service");

    private Dist() {}

    /** Names of its files, in order. */
    static List<String> files() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + DIRECTORY + ", which ./mvnw -Prelease makes", e);
        }
    }

    /** The archive of a program on a JVM. */
    static Path archive(String program) {
        return DIRECTORY.resolve(program + "-" + VERSION + ".tar.gz");
    }

    /** The archive of a native program; need not be there. */
    static Path nativeArchive(String program) {
        return DIRECTORY.resolve(program + "-" + VERSION + "-linux-" + System.getProperty("os.arch") + ".tar.gz");
    }

    /** What is in a tar, as it stands there. */
    static List<TarArchiveEntry> entries(Path archive) {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.add(entry);
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + archive, e);
        }
    }

    /** Unpacks a tar as a person would. */
    static Path unpack(Path archive, Path into) {
        run(into, List.of("tar", "-xzf", archive.toString()), Map.of()).succeeded();
        return into;
    }

    /** Runs a command to its end as somebody would who has set nothing of this project and has this Java. */
    static Transcript run(Path directory, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CSSC_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        return Transcript.of(builder);
    }
}
