package dev.cssc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Commands about runs: one expansion of a workflow into due images. */
@Command(
        name = "run",
        description = "List and show runs, their images and events; cancel them.",
        subcommands = {
            RunCommand.ListLatest.class,
            RunCommand.Show.class,
            RunCommand.Images.class,
            RunCommand.Events.class,
            RunCommand.Cancel.class
        })
final class RunCommand {

    @Command(name = "list", description = "List the latest runs, newest first.")
    static final class ListLatest implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Console console = new Console();

        @Option(names = "--workflow", paramLabel = "NAME", description = "Only those of this workflow.")
        private Optional<String> workflow = Optional.empty();

        @Override
        public Integer call() {
            JsonNode runs = console.api().runs(workflow);
            Table table = table();
            Json.list(runs, "runs").forEach(run -> table.row(cells(run)));
            console.print(out(spec), runs, table, "There was no run yet.");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a run.")
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Console console = new Console();

        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode run = console.api().run(id);
            console.print(out(spec), run, table().row(cells(run)), "");
            if (!console.asJson()) {
                explanation(run).forEach(out(spec)::println);
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "images", description = "Where each image of a run stands.")
    static final class Images implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Console console = new Console();

        @Parameters(paramLabel = "RUN", description = "The run's id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode images = console.api().runImages(id);
            Table table = new Table("IMAGE", "STATE", "REASON", "NEW TAG", "DETAIL");
            for (JsonNode image : Json.list(images, "images")) {
                table.row(
                        RunProgress.withoutRegistry(Json.text(image, "name")),
                        Json.text(image, "state"),
                        Json.text(image, "reason"),
                        Json.text(image.path("patched").path("patched"), "tag"),
                        Json.text(image, "detail"));
            }
            console.print(out(spec), images, table, "The run has no image; why, says: cssc run show " + id);
            return ExitCode.OK;
        }
    }

    @Command(name = "events", description = "The state changes of a run's images, oldest first.")
    static final class Events implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Console console = new Console();

        @Parameters(paramLabel = "RUN", description = "The run's id.")
        private String id = "";

        @Option(names = "--after", defaultValue = "0", paramLabel = "N", description = "Only those behind this one.")
        private long after;

        @Option(names = "--follow", description = "Stay until the run ends.")
        private boolean follow;

        @Override
        public Integer call() {
            TriggerApi api = console.api();
            PrintWriter out = out(spec);
            if (follow) {
                RunProgress.Seen seen = new RunProgress(api, out).follow(id, Duration.ofDays(1));
                return endedWell(seen.run()) ? ExitCode.OK : ExitCode.FAILURE;
            }
            JsonNode events = api.runEvents(id, after);
            if (console.asJson()) {
                out.println(Console.pretty(events));
            } else {
                Json.list(events, "events").forEach(event -> out.println(RunProgress.line(event)));
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "cancel", description = "Stop what a run has not finished.")
    static final class Cancel implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private Console console = new Console();

        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String id = "";

        @Override
        public Integer call() {
            console.api().cancelRun(id);
            out(spec).println(console.asJson() ? "{}" : "Run " + id + " is being cancelled.");
            return ExitCode.OK;
        }
    }

    /** Why the run failed, and which names of the policy it left alone or did not find. */
    static List<String> explanation(JsonNode run) {
        List<String> lines = new ArrayList<>();
        JsonNode failure = run.path("failure");
        if (failure.isObject()) {
            lines.add(Json.text(failure, "reason") + ": " + Json.text(failure, "detail"));
            lines.add("  " + Json.text(failure, "help"));
        }
        for (JsonNode name : run.path("notFound")) {
            lines.add("Not found: " + unselected(name));
        }
        for (JsonNode name : run.path("leftOut")) {
            lines.add("Left out: " + unselected(name));
        }
        return lines;
    }

    private static String unselected(JsonNode name) {
        String tag = Json.text(name, "tag");
        return Json.text(name, "repository") + (tag.isEmpty() ? "" : ":" + tag) + ": " + Json.text(name, "why");
    }

    static Table table() {
        return new Table("RUN", "WORKFLOW", "STATE", "IMAGES", "STARTED", "ENDED");
    }

    static String[] cells(JsonNode run) {
        return new String[] {
            Json.text(run, "id"),
            Json.text(run, "workflow"),
            Json.text(run, "state"),
            imagesByState(run),
            Json.dayAndTime(run, "createdAt"),
            Json.dayAndTime(run, "finishedAt")
        };
    }

    /** How many images are where, for example {@code 2 PATCHED, 1 CLEAN}. */
    private static String imagesByState(JsonNode run) {
        List<String> counts = new ArrayList<>();
        run.path("counts")
                .properties()
                .forEach(count -> counts.add(count.getValue().asInt() + " " + count.getKey()));
        return counts.isEmpty() ? "-" : String.join(", ", counts);
    }

    /** True where the run came to its end and none of its images failed. */
    static boolean endedWell(JsonNode run) {
        return !"FAILED".equals(Json.text(run, "state"))
                && run.path("counts").path("FAILED").asInt(0) == 0;
    }

    private static PrintWriter out(CommandSpec spec) {
        return spec.commandLine().getOut();
    }
}
