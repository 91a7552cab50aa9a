package dev.cssc.common.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Values kept for the life of the JVM. Quarkus loads test resources in a class loader per application, so a static field would start a
 * broker per test profile; the system properties are the one map all of them share.
 */
final class OncePerJvm {
    private static final String PREFIX = "cssc.test.stack.";

    /** A literal is one object in the whole JVM, whichever class loader names it. */
    private static final Object LOCK = "dev.cssc.common.testing.OncePerJvm";

    private OncePerJvm() {}

    static String get(String name, Supplier<String> start) {
        synchronized (LOCK) {
            String known = System.getProperty(PREFIX + name);
            if (known != null) {
                return known;
            }
            String started = start.get();
            System.setProperty(PREFIX + name, started);
            return started;
        }
    }

    /** A directory of its own under the system's temporary one, removed with the JVM. */
    static Path directory(String name) {
        try {
            Path directory = Files.createTempDirectory("cssc-test-" + name + "-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory), "remove-" + name));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory for the test " + name, e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            // Its owner still writes while the JVM ends; the system's temporary directory is cleared by others in time.
            System.err.println("left behind: " + directory + " (" + e.getMessage() + ")");
        }
    }
}
