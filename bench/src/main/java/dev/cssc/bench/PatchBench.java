package dev.cssc.bench;

import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How long patching takes: from what was found in an image to its published patch. */
@Command(
        name = "patch",
        description = "Patch images through the patch service, beside a shell loop of its engine's own command line.",
        footer = "%nTakes buildah, trivy, go and docker-registry on PATH, and root; for Copa also copa and buildctl,"
                + " and a BuildKit at CSSC_BUILDKIT_ADDR.")
final class PatchBench extends CliCommand {
    private static final String DATABASE = "bench/trivy-db";
    private static final String DATABASE_TAG = "2";

    @Option(
            names = "--n",
            paramLabel = "N",
            defaultValue = "100",
            description = "Images of one base in the row 'shared', at least 2; default: ${DEFAULT-VALUE}.")
    private int n;

    @Option(
            names = "--sample",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many such images the loop patches; default: ${DEFAULT-VALUE}.")
    private int sample;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often a single image is patched, in turn; the median counts; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "buildah",
            description = "buildah or copa; default: ${DEFAULT-VALUE}.")
    private String engine = "buildah";

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to this file as well.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--plot", paramLabel = "FILE", description = "Draw the result into this file, as SVG.")
    private Optional<Path> plot = Optional.empty();

    private final List<String> findings = new ArrayList<>();

    @Override
    public Integer call() {
        if (n < 2 || rounds < 1 || sample < 1) {
            throw new CliException(ExitCode.INVALID, "--n is at least 2, --sample and --rounds are at least 1.");
        }
        List<String> missing = Stream.concat(
                        Stream.of("buildah", "trivy", "go", "docker-registry"),
                        engine.equals("copa") ? Stream.of("copa", "buildctl") : Stream.empty())
                .filter(program -> !Program.isInstalled(program))
                .toList();
        if (!missing.isEmpty()) {
            throw new CliException("Not on PATH: " + String.join(", ", missing) + ".");
        }
        BenchResult result = measured();
        print(result.toJson(), result.table(), "");
        say("");
        Table.wrap("Input: " + result.input(), Table.WIDTH).forEach(this::say);
        findings.forEach(finding -> Table.wrap(finding, Table.WIDTH).forEach(this::say));
        say("'single' is the median of " + rounds + (rounds == 1 ? " round; " : " rounds; ") + result.machine());
        file.ifPresent(path -> Scratch.write(path, Json.pretty(result.toJson()) + "\n"));
        plot.ifPresent(path -> Scratch.write(path, new BarChart(result, "Patching: seconds per image").svg()));
        return ExitCode.OK;
    }

    private BenchResult measured() {
        try (Scratch scratch = Scratch.make();
                EmbeddedRegistry registry = EmbeddedRegistry.start(scratch.resolve("registry"))) {
            PatchImages images = PatchImages.on(registry.host(), this::remark);
            BareTool tool = tool(scratch);
            images.database().push(registry.host(), DATABASE, DATABASE_TAG);
            remark("Starting the scan service and the patch service …");
            try (PatchServices services = PatchServices.start(
                    scratch.resolve("services"),
                    registry.host(),
                    registry.host() + "/" + DATABASE + ":" + DATABASE_TAG,
                    tool)) {
                PatchComparison comparison = new PatchComparison(scratch, images, services, tool, this::remark);
                List<BenchResult.Row> rows =
                        new ArrayList<>(List.of(comparison.single(rounds), comparison.shared(n, sample)));
                rows.addAll(comparison.distinct());
                findings.addAll(comparison.findings());
                return result(rows, tool);
            }
        }
    }

    private BareTool tool(Scratch scratch) {
        return switch (engine) {
            case "buildah" -> new BareBuildah(scratch);
            case "copa" ->
                new BareCopa(
                        scratch,
                        Optional.ofNullable(System.getenv("CSSC_BUILDKIT_ADDR"))
                                .orElseThrow(() -> new CliException(
                                        ExitCode.INVALID, "--engine copa takes a BuildKit: set CSSC_BUILDKIT_ADDR.")));
            default -> throw new CliException(ExitCode.INVALID, "--engine is buildah or copa, not '" + engine + "'.");
        };
    }

    private BenchResult result(List<BenchResult.Row> rows, BareTool tool) {
        return new BenchResult(
                "patch",
                n,
                "seconds per image in a docker-registry on this machine: one Debian 12 from its main suite alone, and"
                        + " on it a small layer each; to be raised is what Debian's security suite has for it. Ours is the"
                        + " patch service with a real broker and database, and a real scan service that judges each patch"
                        + " with Trivy: from the event with what was found in the first image to the last published patch."
                        + " Each image was scanned before, as every image is that something was found in; the loop is told"
                        + " what to raise as well. Each service has its two workers, but where a row says otherwise, and"
                        + " has patched one other image before. The loop keeps what it fetched from image to image.",
                rounds,
                rows,
                Machine.description(),
                Machine.versions(Map.of(
                        tool.engine(),
                        tool.version(),
                        "trivy",
                        List.of("trivy", "--version"),
                        "docker-registry",
                        List.of("docker-registry", "--version"))));
    }
}
