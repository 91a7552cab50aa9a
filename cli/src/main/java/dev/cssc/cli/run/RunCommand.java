package dev.cssc.cli.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.Patience;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
public final class RunCommand {

    @Command(name = "list", description = "List the latest runs, newest first.")
    static final class ListLatest extends ServiceCommand {
        @Option(names = "--workflow", paramLabel = "NAME", description = "Only those of this workflow.")
        private Optional<String> workflow = Optional.empty();

        @Override
        public Integer call() {
            JsonNode runs = api().runs(workflow);
            print(runs, RunText.table(Json.list(runs, "runs")), "There was no run yet.");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a run: how far it is, and what it left out or did not find.")
    static final class Show extends ServiceCommand {
        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode run = api().run(id);
            print(run, RunText.table(List.of(run)), "");
            RunText.explanation(run).forEach(this::say);
            return ExitCode.OK;
        }
    }

    @Command(name = "images", description = "Where each image of a run stands.")
    static final class Images extends ServiceCommand {
        @Parameters(paramLabel = "RUN", description = "The run's id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode images = api().runImages(id);
            Table table = new Table("IMAGE", "STATE", "NEW TAG", "REASON", "DETAIL");
            for (JsonNode image : Json.list(images, "images")) {
                table.row(
                        EventText.withoutRegistry(Json.text(image, "name")),
                        Json.text(image, "state"),
                        Json.text(image.path("patched").path("patched"), "tag"),
                        Json.text(image, "reason"),
                        Json.text(image, "detail"));
            }
            print(images, table, "The run has no image; why, says: cssc run show " + id);
            return ExitCode.OK;
        }
    }

    @Command(name = "events", description = "The state changes of a run's images, oldest first.")
    static final class Events extends ServiceCommand {
        @Parameters(paramLabel = "RUN", description = "The run's id.")
        private String id = "";

        @Option(names = "--after", defaultValue = "0", paramLabel = "N", description = "Only those behind this one.")
        private long after;

        @Option(
                names = "--follow",
                description = "Stay until the run ends, through short outages of the service too. Exit code 1 where an"
                        + " image failed.")
        private boolean follow;

        @Override
        public Integer call() {
            TriggerApi api = api();
            if (follow) {
                Patience patience = patience();
                RunProgress.Seen seen = new RunProgress(api, patience, this::say).follow(id, after, Duration.ofDays(1));
                if (!forPeople()) {
                    print(Json.array(seen.events()), EventText.table(seen.events()), "");
                }
                return RunText.endedWell(seen.run()) ? ExitCode.OK : ExitCode.FAILURE;
            }
            JsonNode events = api.runEvents(id, after);
            print(events, EventText.table(Json.list(events, "events")), "Nothing happened yet.");
            return ExitCode.OK;
        }
    }

    @Command(name = "cancel", description = "Stop what a run has not finished.")
    static final class Cancel extends ServiceCommand {
        @Parameters(paramLabel = "RUN", description = "Its id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode run = api().cancelRun(id);
            switch (form()) {
                case TABLE -> say("Run " + id + " is being cancelled.");
                case JSON, TSV -> print(run, RunText.table(List.of(run)), "");
            }
            return ExitCode.OK;
        }
    }
}
