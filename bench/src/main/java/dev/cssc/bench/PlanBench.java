package dev.cssc.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliCommand;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.Home;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.common.embedded.EmbeddedRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long one waits for a plan of a large repository: the whole command, from start to exit. */
@Command(
        name = "plan",
        description = "Plan a repository of many tags, beside listing the tags and one HEAD for each selected image.",
        footer = "%nIt fails where both did not select the same images.")
final class PlanBench extends CliCommand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FEWEST = 20;
    private static final List<String> SCRIPTS = List.of("list-tags.sh", "head-each.sh", "head-all.sh", "crane.sh");

    @Option(
            names = "--n",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Tags of the repository, at least 20; default: ${DEFAULT-VALUE}.")
    private int n;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each is run, in turn; the median counts; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result to this file as well.")
    private Optional<Path> file = Optional.empty();

    private final List<String> cssc;

    PlanBench() {
        this(List.of(Home.project().resolve("cssc").toString()));
    }

    /** With what starts the command: the launcher, or in a test the class path that is tested. */
    PlanBench(List<String> cssc) {
        this.cssc = List.copyOf(cssc);
    }

    @Override
    public Integer call() {
        if (n < FEWEST || rounds < 1) {
            throw new CliException(ExitCode.INVALID, "--n is at least " + FEWEST + ", --rounds at least 1.");
        }
        if (!EmbeddedRegistry.isInstalled()) {
            throw new CliException("docker-registry is not on PATH: install Debian's package docker-registry.");
        }
        BenchResult result = measured();
        print(result.toJson(), result.table(), "");
        say("");
        Table.wrap("Input: " + result.input(), Table.WIDTH).forEach(this::say);
        say("Median of " + rounds + (rounds == 1 ? " round; " : " rounds; ") + result.machine());
        file.ifPresent(path -> Scratch.write(path, Json.pretty(result.toJson()) + "\n"));
        return ExitCode.OK;
    }

    private BenchResult measured() {
        try (Scratch scratch = Scratch.make();
                EmbeddedRegistry registry = EmbeddedRegistry.start(scratch.resolve("registry"))) {
            Path directory = scratch.directory();
            remark("Pushing " + n + " tags to a docker-registry of this machine …");
            ManyTags.push(registry.host(), n);
            SCRIPTS.forEach(scratch::script);
            List<String> some = ManyTags.releases(n).stream()
                    .skip(n / 10)
                    .limit(Math.max(1, n / 20))
                    .toList();
            List<BenchResult.Row> rows = new ArrayList<>(new Comparison(directory, registry.host(), some).rows());
            rows.addAll(new Comparison(directory, registry.host(), List.of()).rows());
            return new BenchResult(
                    "plan",
                    n,
                    "a docker-registry on this machine, one repository of " + n
                            + " tags: 40 % releases, half of them with a"
                            + " patch, 40 % builds of commits. 'plan' names " + some.size()
                            + " releases; 'plan-every-tag' asks for * and gets all that are no patches. Ours also"
                            + " finds the newest patch of each and says why every other tag is left out.",
                    rounds,
                    rows,
                    Machine.description(),
                    Machine.versions(Map.of(
                            "cssc", ours("version"),
                            "curl", List.of("curl", "--version"),
                            "crane", List.of("crane", "version"),
                            "docker-registry", List.of("docker-registry", "--version"))));
        }
    }

    /**
     * One policy, planned by all.
     *
     * @param tags those that the policy names; every tag where empty
     */
    private final class Comparison {
        private final Path directory;
        private final String registry;
        private final String suffix;
        private final TimedCommand ours;

        Comparison(Path directory, String registry, List<String> tags) {
            this.directory = directory;
            this.registry = registry;
            this.suffix = tags.isEmpty() ? "-every-tag" : "";
            Path policy = directory.resolve("policy" + suffix + ".json");
            Scratch.write(policy, policy(tags));
            Scratch.write(directory.resolve("wanted" + suffix), String.join("\n", tags) + (tags.isEmpty() ? "" : "\n"));
            this.ours = new TimedCommand(
                    directory,
                    ours("plan", "--config", policy.toString(), "--registry", registry, "--output", "json"),
                    Map.of());
        }

        List<BenchResult.Row> rows() {
            remark("Planning " + (suffix.isEmpty() ? "some tags" : "every tag") + " …");
            Selected.ofPlan(ours.run().output()); // prepares the command after a build, warms the registry's caches
            List<BenchResult.Row> rows = new ArrayList<>();
            rows.add(row(
                    "plan" + suffix,
                    "head-each.sh",
                    rounds,
                    "shell loop: curl for each page of tags, then one 'curl --head' for each selected tag"));
            rows.add(row(
                    "plan" + suffix + "-one-curl",
                    "head-all.sh",
                    rounds,
                    "curl for each page of tags, then one curl with a HEAD for each selected tag on one connection"));
            if (EmbeddedRegistry.isCraneInstalled() && suffix.isEmpty()) {
                rows.add(row(
                        "plan" + suffix + "-crane",
                        "crane.sh",
                        rounds,
                        "shell loop: 'crane ls', then 'crane digest' for each selected tag"));
            }
            return rows;
        }

        private BenchResult.Row row(String name, String script, int times, String words) {
            TimedCommand theirs = new TimedCommand(
                    directory,
                    List.of(
                            "sh",
                            directory.resolve(script).toString(),
                            registry,
                            ManyTags.REPOSITORY,
                            "wanted" + suffix),
                    Map.of());
            List<Double> oursSeconds = new ArrayList<>();
            List<Double> theirsSeconds = new ArrayList<>();
            for (int round = 0; round < times; round++) {
                TimedCommand.Outcome our = ours.run();
                TimedCommand.Outcome their = theirs.run();
                Selected.requireSame(name, Selected.ofPlan(our.output()), Selected.ofLines(their.output()));
                oursSeconds.add(our.seconds());
                theirsSeconds.add(their.seconds());
            }
            return BenchResult.Row.ofRounds(name, oursSeconds, theirsSeconds, words);
        }
    }

    private List<String> ours(String... arguments) {
        List<String> command = new ArrayList<>(cssc);
        command.addAll(List.of(arguments));
        return command;
    }

    private static String policy(List<String> tags) {
        ObjectNode policy = JSON.createObjectNode().put("version", "v1").put("tag-convention", "incremental");
        ObjectNode entry = policy.putArray("repositories").addObject().put("repository", ManyTags.REPOSITORY);
        ArrayNode names = entry.putArray("tags");
        if (tags.isEmpty()) {
            names.add("*");
        } else {
            tags.forEach(names::add);
        }
        return policy.toString();
    }
}
