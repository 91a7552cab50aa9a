package dev.cssc.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * What a native image would be built from. Of a service Quarkus writes it down in each build ({@code target/native-sources}), whether
 * there is a {@code native-image} or not; of the command it is the jars that it starts from.
 *
 * @param program the service's module, or {@code cssc}
 * @param classes the project's own classes in it
 * @param reflected names of the classes that are registered for reflection with constructors and methods, by Quarkus and by the
 *     modules' own files
 * @param atRunTime names of the classes, and of packages with all below, that the modules' own files have initialised at run time
 */
record NativeSources(String program, JavaClasses classes, Set<String> reflected, Set<String> atRunTime) {
    private static final String CONFIGURATION = "META-INF/native-image/";
    private static final String AT_RUN_TIME = "--initialize-at-run-time=";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    /** Those of a service; skips the test where this build was told to make none. */
    static NativeSources of(String service) {
        Path directory = PROJECT.resolve(service).resolve("target/native-sources");
        Assumptions.assumeTrue(
                Files.isDirectory(directory) || !Boolean.getBoolean("cssc.native-sources.skip"),
                "skipped: there is no " + directory
                        + ", which a build with -Pnative or -Dcssc.native-sources.skip does not"
                        + " make; ./mvnw verify does");
        return of(service, jars(directory));
    }

    /** Those of the command. */
    static NativeSources ofTheCommand() {
        Path target = PROJECT.resolve("cli/target");
        List<Path> jars = new ArrayList<>(List.of(target.resolve("cssc-cli.jar")));
        try (Stream<Path> libraries = Files.list(target.resolve("lib"))) {
            libraries
                    .filter(file -> file.getFileName().toString().startsWith("cssc-"))
                    .forEach(jars::add);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + target + ", which ./mvnw verify makes", e);
        }
        return of("cssc", jars);
    }

    private static NativeSources of(String program, List<Path> jars) {
        Set<String> reflected =
                jars.stream().flatMap(jar -> reflectedIn(jar).stream()).collect(Collectors.toCollection(TreeSet::new));
        Set<String> atRunTime =
                jars.stream().flatMap(jar -> atRunTimeIn(jar).stream()).collect(Collectors.toCollection(TreeSet::new));
        List<JarFile> opened = jars.stream().map(NativeSources::open).toList();
        return new NativeSources(program, new ClassFileImporter().importJars(opened), reflected, atRunTime);
    }

    /** The service's own jar and those of the project's modules. */
    private static List<Path> jars(Path directory) {
        try (Stream<Path> runners = Files.list(directory);
                Stream<Path> libraries = Files.list(directory.resolve("lib"))) {
            List<Path> jars =
                    new ArrayList<>(runners.filter(file -> file.toString().endsWith("-runner.jar"))
                            .toList());
            libraries
                    .filter(file -> file.getFileName().toString().contains("dev.cssc."))
                    .forEach(jars::add);
            return jars;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + directory + ", which ./mvnw verify makes", e);
        }
    }

    private static JarFile open(Path jar) {
        try {
            return new JarFile(jar.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("opening " + jar, e);
        }
    }

    private static Set<String> reflectedIn(Path jar) {
        Set<String> names = new TreeSet<>();
        eachFile(jar, "reflect-config.json", in -> {
            for (JsonNode type : JSON.readTree(in)) {
                if (type.path("allDeclaredConstructors").asBoolean()
                        && type.path("allDeclaredMethods").asBoolean()) {
                    names.add(type.path("name").asText());
                }
            }
        });
        return names;
    }

    private static Set<String> atRunTimeIn(Path jar) {
        Set<String> names = new TreeSet<>();
        eachFile(jar, "native-image.properties", in -> {
            Properties properties = new Properties();
            properties.load(in);
            Stream.of(properties.getProperty("Args", "").split("\\s+"))
                    .filter(argument -> argument.startsWith(AT_RUN_TIME))
                    .flatMap(argument ->
                            Stream.of(argument.substring(AT_RUN_TIME.length()).split(",")))
                    .forEach(names::add);
        });
        return names;
    }

    /** Reads one file. */
    private interface Reading {
        void read(InputStream in) throws IOException;
    }

    private static void eachFile(Path jar, String name, Reading reading) {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream()
                    .filter(entry -> entry.getName().startsWith(CONFIGURATION)
                            && entry.getName().endsWith("/" + name))
                    .toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    reading.read(in);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + jar, e);
        }
    }
}
