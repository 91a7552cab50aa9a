package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.embedded.Copy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copies what was built to where it is run: the next build replaces its results, and a JVM whose jars are replaced under it fails in odd
 * ways.
 */
final class Programs {
    private final Path project;
    private final StackHome home;
    private final Build build;

    Programs(Path project, StackHome home, Build build) {
        this.project = project;
        this.home = home;
        this.build = build;
    }

    /** Brings the part's program up to date; to be called while it does not run. */
    void prepare(Part part) {
        switch (part) {
            case REGISTRY -> {
                // A program of the system.
            }
            case POSTGRES, KAFKA -> prepareHost();
            case TRIGGER, SCAN, PATCH -> prepareService(part);
        }
    }

    private void prepareService(Part service) {
        Path built = build.built(project, service);
        if (!Files.isRegularFile(build.program(built))) {
            throw new CliException("%s is not built to run on %s: there is no %s. It is made by %s."
                    .formatted(
                            service,
                            switch (build) {
                                case JVM -> "a JVM";
                                case NATIVE -> "the machine itself";
                            },
                            build.program(built),
                            build.command()));
        }
        copy(built, home.program(service.title()));
    }

    /** Database and broker run the classes of this very command; the other of the two may be running from the copy already. */
    private void prepareHost() {
        Path target = home.program("local");
        for (String element : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path source = Path.of(element);
            if (Files.isRegularFile(source)) {
                Copy.ofFile(source, target.resolve(source.getFileName()));
            } else if (Files.isDirectory(source)) {
                throw new CliException(
                        source + " is a directory of classes; the stack is started from jars. Use ./cssc.");
            }
        }
    }

    /** A directory with all that is in it; a single program as {@code service} in its directory. */
    private static void copy(Path from, Path to) {
        StackHome.remove(to);
        if (Files.isRegularFile(from)) {
            Copy.ofFile(from, to.resolve("service"));
            return;
        }
        Copy.ofDirectory(from, to);
    }
}
