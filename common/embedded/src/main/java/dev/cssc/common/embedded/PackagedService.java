package dev.cssc.common.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One of the services as it was packaged, to be run by this process's Java; with what the JVM learned of its classes in an earlier start (an
 * AOT cache), where it has that.
 *
 * <p>The JVM keeps nothing of classes that a class loader of Quarkus' own loads, as {@code quarkus-run.jar} has it. So a service is started with a
 * cache from the same jars on a plain class path, which a jar without classes names ({@code rehearsed-run.jar}).
 *
 * <p>A cache is good for the Java and for the jars that it was made with. The JVM looks at the Java alone: with other jars of the same names it
 * goes on with the classes that it knows (seen with 25.0.3). So a cache has a note beside it of what it was made of, and is used only where that
 * is what is there.
 *
 * @param directory with {@code quarkus-run.jar}
 */
public record PackagedService(Path directory) {
    private static final int FIRST_JAVA = 25; // JEP 514: cache and training run in one step

    /** What {@code quarkus-run.jar} does before it starts the program. */
    private static final String LOGGING = "-Djava.util.logging.manager=org.jboss.logmanager.LogManager";

    private static final String MAIN = "io.quarkus.runner.GeneratedMain";

    /** What is run. */
    public Path program() {
        return directory.resolve("quarkus-run.jar");
    }

    /** Where its cache is, or would be. */
    public Path cache() {
        return directory.resolve("app.aot");
    }

    private Path programOfCache() {
        return directory.resolve("rehearsed-run.jar");
    }

    private Path note() {
        return directory.resolve("app.aot.made-of");
    }

    /** True where this process's Java can make and use caches. */
    public static boolean cachesArePossible() {
        return Runtime.version().feature() >= FIRST_JAVA;
    }

    /** True where there is a cache that was made by this very Java of the jars as they are now. */
    public boolean hasCache() {
        try {
            return cachesArePossible()
                    && Files.isRegularFile(cache())
                    && Files.isRegularFile(note())
                    && Files.readString(note()).equals(madeOf());
        } catch (IOException e) {
            return false; // it starts without
        }
    }

    /**
     * Removes its cache, if it has one.
     *
     * @throws UncheckedIOException where that cannot be removed
     */
    public void forgetCache() {
        try {
            Files.deleteIfExists(note());
            Files.deleteIfExists(cache());
            Files.deleteIfExists(programOfCache());
        } catch (IOException e) {
            throw new UncheckedIOException("removing the cache of " + directory, e);
        }
    }

    /** Writes the jar that a cache goes with: it names the others, those first that Quarkus generated, which replace classes of later ones. */
    void prepareForCache() {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, MAIN);
        main.put(
                new Attributes.Name("Add-Opens"), "java.base/java.lang java.base/java.nio java.base/jdk.internal.misc");
        try {
            main.put(
                    Attributes.Name.CLASS_PATH,
                    Stream.of("quarkus", "app", "lib/main", "lib/boot")
                            .flatMap(place -> jarsBelow(directory.resolve(place)))
                            .map(jar -> directory.relativize(jar).toString())
                            .collect(Collectors.joining(" ")));
            try (OutputStream out = Files.newOutputStream(programOfCache());
                    JarOutputStream jar = new JarOutputStream(out, manifest)) {
                jar.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + programOfCache(), e);
        }
    }

    /** Says that the cache was made now, by this Java of these jars. */
    void noteCache() {
        try {
            Files.writeString(note(), madeOf());
        } catch (IOException e) {
            throw new UncheckedIOException("writing " + note(), e);
        }
    }

    /** The argument vector that starts it, with its cache where it has one that fits. */
    public List<String> command(List<String> javaOptions) {
        return hasCache()
                ? command(
                        javaOptions,
                        "-XX:AOTCache=" + cache(),
                        LOGGING,
                        "-jar",
                        programOfCache().toString())
                : commandWithoutCache(javaOptions);
    }

    /** The argument vector that starts it as if it had no cache. */
    public List<String> commandWithoutCache(List<String> javaOptions) {
        return command(javaOptions, "-jar", program().toString());
    }

    /** The argument vector that starts it for a cache to be made: the JVM writes that when it ends. */
    List<String> commandForCache(List<String> javaOptions) {
        return command(
                javaOptions,
                "-XX:AOTCacheOutput=" + cache(),
                LOGGING,
                "-jar",
                programOfCache().toString());
    }

    private static List<String> command(List<String> javaOptions, String... what) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of(what));
        return command;
    }

    /** The Java, and of each jar size, second of its last change, and name; the same after a copy that keeps times. */
    private String madeOf() {
        return jarsBelow(directory)
                .map(this::line)
                .collect(Collectors.joining(
                        "", System.getProperty("java.vm.vendor") + " " + Runtime.version() + "\n", ""));
    }

    /** In the order of their names. */
    private static Stream<Path> jarsBelow(Path place) {
        if (!Files.isDirectory(place)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException("looking for jars below " + place, e);
        }
    }

    private String line(Path jar) {
        try {
            FileTime changed = Files.getLastModifiedTime(jar);
            return Files.size(jar) + " " + changed.to(TimeUnit.SECONDS) + " " + directory.relativize(jar) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("looking at " + jar, e);
        }
    }
}
