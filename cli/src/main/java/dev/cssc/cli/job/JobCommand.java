package dev.cssc.cli.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.ListLimit;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.AnyServiceCommand;
import dev.cssc.cli.service.ServiceApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands about jobs: what each service works on, in attempts. */
@Command(
        name = "job",
        description = "List and show the jobs of a service; have one tried again, or cancel it.",
        subcommands = {
            JobCommand.ListNewest.class,
            JobCommand.Show.class,
            JobCommand.Retry.class,
            JobCommand.Cancel.class
        })
public final class JobCommand {
    private static String path(String id) {
        return "/api/v1/jobs/" + ServiceApi.segment(id);
    }

    @Command(name = "list", description = "List the newest jobs of a service, newest first.")
    static final class ListNewest extends AnyServiceCommand {
        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "Only those: QUEUED, RUNNING, DONE, FAILED or CANCELLED.")
        private Optional<String> state = Optional.empty();

        @Option(names = "--run", paramLabel = "RUN", description = "Only those of this run.")
        private Optional<String> run = Optional.empty();

        @Option(names = "--workflow", paramLabel = "NAME", description = "Only those of this workflow.")
        private Optional<String> workflow = Optional.empty();

        @Option(
                names = "--kind",
                paramLabel = "KIND",
                description = "Only those that do this: scan, verify, patch, promote …")
        private Optional<String> kind = Optional.empty();

        @Option(
                names = "--subject",
                paramLabel = "IMAGE",
                description = "Only those about this, registry/repository:tag for most.")
        private Optional<String> subject = Optional.empty();

        @Mixin
        private ListLimit limit = new ListLimit(50);

        @Override
        public Integer call() {
            JsonNode jobs = api().get("/api/v1/jobs?limit=" + limit.checked()
                    + ServiceApi.parameter("state", state)
                    + ServiceApi.parameter("run", run)
                    + ServiceApi.parameter("flow", workflow)
                    + ServiceApi.parameter("kind", kind)
                    + ServiceApi.parameter("subject", subject));
            List<JsonNode> listed = Json.list(jobs, "jobs");
            print(jobs, forPeople() ? JobText.table(listed, Instant.now()) : JobText.rows(listed), none());
            if (limit.isReached(listed.size()) && forPeople()) {
                remark("There may be more; --limit shows up to " + ListLimit.MOST
                        + ", --state, --run and --workflow fewer at a time.");
            }
            return ExitCode.OK;
        }

        /** What an empty list says. That nothing matches is an answer, not an error. */
        private String none() {
            boolean all = Stream.of(state, run, workflow, kind, subject).allMatch(Optional::isEmpty);
            return all
                    ? "The " + service().title() + " has no jobs."
                    : "No job of the " + service().title() + " matches.";
        }
    }

    @Command(name = "show", description = "Show a job: what it does, how it stands, and what happened in its attempts.")
    static final class Show extends AnyServiceCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode job = api().get(path(id));
            switch (form()) {
                case TABLE -> JobText.whole(job).forEach(this::say);
                case JSON, TSV -> print(job, JobText.rows(List.of(job)), "");
            }
            return ExitCode.OK;
        }
    }

    @Command(
            name = "retry",
            description = "Have a job tried now that waits for its next attempt, or one done again that was given up:"
                    + " as a new job of a run of its own. Asking twice makes one.")
    static final class Retry extends AnyServiceCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode job = api().postNothing(path(id) + "/retry");
            switch (form()) {
                case TABLE -> {
                    String again = Json.text(job, "id");
                    say(
                            again.equals(id)
                                    ? "Job " + id + " is tried now."
                                    : "Job " + id + " is done again as job " + again + " of run "
                                            + Json.text(job, "run") + ".");
                    say("See: cssc job show " + again + " --service " + service());
                }
                case JSON, TSV -> print(job, JobText.rows(List.of(job)), "");
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "cancel", description = "Drop a queued job, or stop a running one; the rest of its run goes on.")
    static final class Cancel extends AnyServiceCommand {
        @Parameters(paramLabel = "JOB", description = "Its id.")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode job = api().postNothing(path(id) + "/cancel");
            switch (form()) {
                case TABLE ->
                    say(
                            "CANCELLED".equals(Json.text(job, "state"))
                                    ? "Job " + id + " is cancelled."
                                    : "Job " + id + " is being cancelled.");
                case JSON, TSV -> print(job, JobText.rows(List.of(job)), "");
            }
            return ExitCode.OK;
        }
    }
}
