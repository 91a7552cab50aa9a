package dev.cssc.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.common.embedded.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How long one waits for a service or a command to start, in each form in which it can be started. */
@Command(
        name = "start",
        description = "Start each service on a JVM, on a JVM with an AOT cache and as a native program, beside a real"
                + " broker and database, and run the commonest commands; tell seconds, resident memory and what was set"
                + " out for.",
        footer = "%nForms that are not on this machine are named and left out; caches that are not there are made of"
                + " copies.")
final class StartBench extends CliCommand {
    private static final List<String> SERVICES = List.of("trigger-service", "scan-service", "patch-service");

    @Option(
            names = "--services",
            paramLabel = "NAME",
            split = ",",
            description = "Only these of trigger-service, scan-service and patch-service; 'none' leaves them out.")
    private List<String> services = new ArrayList<>(SERVICES);

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each is started, in turn; the median counts; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--idle",
            paramLabel = "S",
            defaultValue = "5",
            description = "Seconds after a service is ready until its memory is looked at; default: ${DEFAULT-VALUE}.")
    private int idle;

    @Option(
            names = "--without-commands",
            description = "Start services alone, and do not run 'cssc version' and 'cssc plan'.")
    private boolean withoutCommands;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to this file as well.")
    private Optional<Path> file = Optional.empty();

    @Override
    public Integer call() {
        List<String> wanted = services.equals(List.of("none")) ? List.of() : services;
        check(wanted);
        String machine = String.format(
                Locale.ROOT,
                "%s, 1-minute load average before: %.1f",
                Machine.description(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        StartResult result;
        try (Scratch scratch = Scratch.make()) {
            List<StartFigures> figures = new ArrayList<>();
            ServiceStarts starts = new ServiceStarts(scratch.directory(), Duration.ofSeconds(idle), this::remark);
            if (!wanted.isEmpty()) {
                figures.addAll(starts.run(wanted, rounds));
            }
            if (!withoutCommands) {
                figures.addAll(new CommandStarts(scratch.directory(), this::remark).run(rounds));
            }
            result = new StartResult(figures, rounds, starts.missing());
        }
        print(result, machine);
        return ExitCode.OK;
    }

    private void check(List<String> wanted) {
        if (rounds < 1 || idle < 0) {
            throw new CliException(ExitCode.INVALID, "--rounds is at least 1, --idle at least 0.");
        }
        wanted.stream().filter(name -> !SERVICES.contains(name)).findFirst().ifPresent(unknown -> {
            throw new CliException(
                    ExitCode.INVALID,
                    "'" + unknown + "' is no service; --services takes " + String.join(", ", SERVICES) + ", or none.");
        });
        if (wanted.isEmpty() && withoutCommands) {
            throw new CliException(ExitCode.INVALID, "Neither services nor commands: nothing would be started.");
        }
        if (wanted.stream().anyMatch(name -> !name.equals("trigger-service")) && !Program.isInstalled("buildah")) {
            throw new CliException("Not on PATH: buildah, without which scan-service and patch-service are not ready"
                    + " here. Install it, or take --services trigger-service.");
        }
    }

    private void print(StartResult result, String machine) {
        ObjectNode json = result.toJson(machine, Machine.versions(Map.of()));
        print(json, result.table(), "");
        say("");
        result.missing().forEach(words -> Table.wrap(words, Table.WIDTH).forEach(this::say));
        Table.wrap(StartResult.INPUT, Table.WIDTH).forEach(this::say);
        say("Median of " + rounds + (rounds == 1 ? " round" : " rounds") + ", one program at a time.");
        Table.wrap("Machine: " + machine + "; java " + Runtime.version(), Table.WIDTH)
                .forEach(this::say);
        file.ifPresent(path -> Scratch.write(path, Json.pretty(json) + "\n"));
    }
}
