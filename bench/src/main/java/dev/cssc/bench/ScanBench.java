package dev.cssc.bench;

import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.PackagedService;
import dev.cssc.common.embedded.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How long the scan service takes for an image: from the event that makes it due to the last word about it. */
@Command(
        name = "scan",
        description = "Judge images with Trivy through the scan service, beside a shell loop of 'trivy image'.",
        footer = "%nTakes trivy, go and docker-registry on PATH, and root to make the base image once.")
final class ScanBench extends CliCommand {
    @Option(
            names = "--n",
            paramLabel = "N",
            defaultValue = "50",
            description = "Images of one base, at least 2; default: ${DEFAULT-VALUE}.")
    private int n;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is run, in turn; the median counts; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "400",
            description = "In how many runs each image is due in the row 'unchanged'; default: ${DEFAULT-VALUE}.")
    private int repetitions;

    @Option(
            names = "--sets",
            paramLabel = "N",
            defaultValue = "500",
            description =
                    "Package sets at least that a change of the database has to judge; images are scanned for those"
                            + " that the rounds do not leave; default: ${DEFAULT-VALUE}.")
    private int sets;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to this file as well.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the result into this file, as SVG.")
    private Optional<Path> plot = Optional.empty();

    @Override
    public Integer call() {
        if (n < 2 || rounds < 1 || repetitions < 1) {
            throw new CliException(ExitCode.INVALID, "--n is at least 2, --rounds and --repetitions are at least 1.");
        }
        List<String> missing = Stream.of("trivy", "go", "docker-registry")
                .filter(program -> !Program.isInstalled(program))
                .toList();
        if (!missing.isEmpty()) {
            throw new CliException("Not on PATH: " + String.join(", ", missing) + ".");
        }
        BenchResult result = measured(ServiceProcess.program("scan-service"));
        print(result.toJson(), result.table(), "");
        say("");
        Table.wrap("Input: " + result.input(), Table.WIDTH).forEach(this::say);
        say("Median of " + rounds + (rounds == 1 ? " round; " : " rounds; ") + result.machine());
        file.ifPresent(path -> Scratch.write(path, Json.pretty(result.toJson()) + "\n"));
        plot.ifPresent(path -> Scratch.write(path, new BarChart(result, "Scanning: seconds per image").svg()));
        return ExitCode.OK;
    }

    private BenchResult measured(PackagedService service) {
        try (Scratch scratch = Scratch.make();
                EmbeddedRegistry registry = EmbeddedRegistry.start(scratch.resolve("registry"))) {
            ScanImages images = ScanImages.on(registry.host(), this::remark);
            ScanComparison comparison = new ScanComparison(
                    scratch,
                    service,
                    registry.host(),
                    images,
                    new ScanComparison.Size(n, rounds, repetitions, sets),
                    this::remark);
            return new BenchResult(
                    "scan",
                    n,
                    "seconds per image, of " + n
                            + " images in a docker-registry on this machine: one Debian 12, and on it a"
                            + " layer each with an application, in the rows 'packages' with a package of its own too, so that no"
                            + " two have the same packages; two unfixed vulnerabilities in each package of the base, in a database that is there already. Ours is the"
                            + " scan service with a real broker and database, from the event that makes the first image due to"
                            + " the last word about the last one; it has judged " + 2 * ScanComparison.WARM_UP
                            + " other images before. The loop reads the"
                            + " same images with the same database.",
                    rounds,
                    comparison.rows(),
                    Machine.description(),
                    Machine.versions(Map.of(
                            "trivy", List.of("trivy", "--version"),
                            "docker-registry", List.of("docker-registry", "--version"))));
        }
    }
}
