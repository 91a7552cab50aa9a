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
 */
record NativeSources(String program, JavaClasses classes, Set<String> reflected) {
    private static final String CONFIGURATION = "META-INF/native-image/";
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
        List<JarFile> opened = jars.stream().map(NativeSources::open).toList();
        return new NativeSources(program, new ClassFileImporter().importJars(opened), reflected);
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
        try (JarFile file = new JarFile(jar.toFile())) {
            Set<String> names = new TreeSet<>();
            for (ZipEntry entry : file.stream()
                    .filter(entry -> entry.getName().startsWith(CONFIGURATION)
                            && entry.getName().endsWith("reflect-config.json"))
                    .toList()) {
                try (InputStream in = file.getInputStream(entry)) {
                    for (JsonNode type : JSON.readTree(in)) {
                        if (type.path("allDeclaredConstructors").asBoolean()
                                && type.path("allDeclaredMethods").asBoolean()) {
                            names.add(type.path("name").asText());
                        }
                    }
                }
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + jar, e);
        }
    }
}
