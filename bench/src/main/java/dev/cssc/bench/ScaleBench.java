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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What more replicas add, how workflows share them, and how many images the services manage around the engines. */
@Command(
        name = "scale",
        description = "Run more and more replicas of the scan service, then many images through all three services."
                + " Engines and registry are stand-ins: the scanner sleeps, so that it needs no processor.",
        footer = "%nTakes curl on PATH for the stand-in of the patch engine. 100000 images take some 40 minutes on two"
                + " cores.")
final class ScaleBench extends CliCommand {
    @Option(
            names = "--replicas",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,4",
            description = "How many replicas of the scan service, one after the other, in rising order; default:"
                    + " ${DEFAULT-VALUE}.")
    private List<Integer> replicas = List.of(1, 2, 4);

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "160",
            description = "Images of the huge workflow that the replicas judge; 0 leaves the replicas out; default:"
                    + " ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--engine-millis",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "How long the stand-in of the scanner sleeps over each of them; default: ${DEFAULT-VALUE}.")
    private int engineMillis;

    @Option(
            names = "--images",
            paramLabel = "N",
            defaultValue = "100000",
            description =
                    "Due images that go through all three services; 0 leaves that out; default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to this file as well.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the result into this file, as SVG.")
    private Optional<Path> plot = Optional.empty();

    @Override
    public Integer call() {
        check();
        String load = String.format(
                Locale.ROOT,
                "1-minute load average before: %.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        ScaleResult result;
        try (Scratch scratch = Scratch.make()) {
            List<ReplicaRun> runs = jobs == 0
                    ? List.of()
                    : new ReplicaComparison(scratch, jobs, Duration.ofMillis(engineMillis), this::remark)
                            .runs(replicas);
            Optional<ControlPlaneLoad.Runs> through = images == 0
                    ? Optional.empty()
                    : Optional.of(new ControlPlaneLoad(scratch, images, this::remark).run());
            result = new ScaleResult(runs, Duration.ofMillis(engineMillis), through);
        }
        print(result, Machine.description() + ", " + load);
        return ExitCode.OK;
    }

    private void check() {
        boolean rising = replicas.stream().sorted().distinct().toList().equals(replicas);
        if (!rising || replicas.isEmpty() || replicas.getFirst() < 1) {
            throw new CliException(ExitCode.INVALID, "--replicas are rising numbers from 1 on, such as 1,2,4.");
        }
        if (jobs < 0 || images < 0 || engineMillis < 0 || jobs + images == 0) {
            throw new CliException(
                    ExitCode.INVALID,
                    "--jobs, --images and --engine-millis are at least 0, and not both of the first two 0.");
        }
        if (images > 0 && !Program.isInstalled("curl")) {
            throw new CliException("Not on PATH: curl.");
        }
    }

    private void print(ScaleResult result, String machine) {
        String command = "./cssc bench scale --replicas "
                + replicas.stream().map(String::valueOf).collect(Collectors.joining(",")) + " --jobs " + jobs
                + " --engine-millis " + engineMillis + " --images " + images;
        ObjectNode json = result.toJson(images, machine, Machine.versions(Map.of()));
        json.put("command", command);
        ScaleTables tables = new ScaleTables(result);
        print(json, tables.summary(), "");
        tables.parts().forEach((title, table) -> {
            say("");
            Table.wrap(title, Table.WIDTH).forEach(this::say);
            if (forPeople()) {
                table.lines().forEach(this::say);
            }
        });
        say("");
        Table.wrap(ScaleTables.STAND_INS, Table.WIDTH).forEach(this::say);
        say("Command: " + command);
        Table.wrap("Machine: " + machine + "; java " + Runtime.version(), Table.WIDTH)
                .forEach(this::say);
        file.ifPresent(path -> Scratch.write(path, Json.pretty(json) + "\n"));
        plot.ifPresent(path -> Scratch.write(path, new ScaleChart(result, machine).svg()));
    }
}
