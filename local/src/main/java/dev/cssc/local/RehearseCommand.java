package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.Home;
import dev.cssc.common.embedded.BuiltService;
import dev.cssc.common.embedded.PackagedService;
import dev.cssc.common.embedded.Rehearsal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the AOT caches with which services start quickly. */
@Command(
        name = "rehearse",
        description =
                "Start each packaged service once, beside a broker and a database that are made for it, and keep what"
                        + " the JVM learns of its classes (an AOT cache), so that later starts are quick. Takes Java 25.",
        footer =
                "%nA cache is good for the Java and the jars that it was made with; rehearse anew after a build. Services of"
                        + " the local stack take theirs when they start the next time.")
final class RehearseCommand extends StackCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "DIRECTORY",
            description = "Directories with a quarkus-run.jar; default: the three services as they were built.")
    private List<Path> directories = new ArrayList<>();

    @Override
    public Integer call() {
        List<PackagedService> services = services();
        for (PackagedService service : services) {
            if (!Files.isRegularFile(service.program())) {
                throw new CliException(ExitCode.INVALID, service.program() + " is not there: nothing was rehearsed.");
            }
        }
        if (!PackagedService.cachesArePossible()) {
            throw new CliException(
                    "AOT caches take Java 25; this is " + Runtime.version() + ". Services start without.");
        }
        Path scratch = scratch();
        try (Rehearsal rehearsal = Rehearsal.in(scratch)) {
            rehearsal.of(services, this::say);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new CliException("No cache was made: " + e.getMessage());
        } finally {
            StackHome.remove(scratch);
        }
        return ExitCode.OK;
    }

    private List<PackagedService> services() {
        List<Path> named = directories.isEmpty()
                ? Part.services().stream()
                        .map(part -> new BuiltService(Home.project().resolve(part.title())))
                        .map(built -> built.packaged().directory())
                        .toList()
                : directories;
        return named.stream()
                .map(Path::toAbsolutePath)
                .map(PackagedService::new)
                .toList();
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("cssc-rehearsal-");
        } catch (IOException e) {
            throw new UncheckedIOException("making a directory for the rehearsal", e);
        }
    }
}
