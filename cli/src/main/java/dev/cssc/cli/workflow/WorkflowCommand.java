package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.run.RunProgress;
import dev.cssc.cli.run.RunText;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Commands about workflows: the named things with a schedule and a policy. */
@Command(
        name = "workflow",
        description = "Create, show, list, delete and run workflows.",
        subcommands = {
            WorkflowCommand.Create.class,
            WorkflowCommand.Update.class,
            WorkflowCommand.Show.class,
            WorkflowCommand.ListAll.class,
            WorkflowCommand.Delete.class,
            WorkflowCommand.Run.class
        })
public final class WorkflowCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What creating and updating have in common: the document they send. */
    static final class Document {
        @Option(
                names = "--registry",
                required = true,
                paramLabel = "HOST",
                description = "The registry whose images it is about, as configured in the service.")
        private String registry = "";

        @Option(
                names = {"--policy", "--config"},
                required = true,
                paramLabel = "FILE",
                description = "The policy, ACR's JSON; '-' reads it from standard input.")
        private String policy = "";

        @Option(
                names = "--schedule",
                defaultValue = "1d",
                paramLabel = "Nd",
                description = "Every N days, 1 to 30; default: ${DEFAULT-VALUE}.")
        private String schedule = "1d";

        @Option(names = "--run-now", description = "Run it at once as well.")
        private boolean runNow;

        JsonNode of(String name) {
            ObjectNode workflow = JSON.createObjectNode();
            workflow.put("name", name);
            workflow.put("registry", registry);
            workflow.put("schedule", schedule);
            workflow.set("policy", readPolicy());
            workflow.put("runImmediately", runNow);
            return workflow;
        }

        /** The policy, once it follows all rules: the text is here, so problems can be told with line and column. */
        private JsonNode readPolicy() {
            try {
                byte[] text = "-".equals(policy) ? System.in.readAllBytes() : Files.readAllBytes(Path.of(policy));
                return switch (new PolicyReader().read(text, Optional.of(registry))) {
                    case PolicyReading.Accepted accepted -> JSON.readTree(text);
                    case PolicyReading.Refused(PolicyProblems problems) ->
                        throw new CliException(
                                ExitCode.INVALID,
                                "The policy " + policy + " is not accepted (" + ReasonCode.POLICY_INVALID + "):\n"
                                        + problems.all().stream()
                                                .map(problem -> "  " + problem)
                                                .collect(Collectors.joining("\n")));
                };
            } catch (NoSuchFileException e) {
                throw new CliException(ExitCode.INVALID, "The policy " + policy + " cannot be read: no such file.");
            } catch (IOException e) {
                throw new CliException(ExitCode.INVALID, "The policy " + policy + " cannot be read: " + e.getMessage());
            }
        }
    }

    @Command(name = "create", description = "Create a workflow.")
    static final class Create extends ServiceCommand {
        @Mixin
        private Document document = new Document();

        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode created = api().createWorkflow(document.of(name));
            print(created, table().row(cells(created)), "");
            return ExitCode.OK;
        }
    }

    @Command(name = "update", description = "Replace a workflow's registry, schedule and policy.")
    static final class Update extends ServiceCommand {
        @Mixin
        private Document document = new Document();

        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode updated = api().updateWorkflow(name, document.of(name));
            print(updated, table().row(cells(updated)), "");
            return ExitCode.OK;
        }
    }

    @Command(name = "show", description = "Show a workflow.")
    static final class Show extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        public Integer call() {
            JsonNode workflow = api().workflow(name);
            print(workflow, table().row(cells(workflow)), "");
            if (forPeople() && workflow.has("policy")) {
                out().println();
                out().println(Json.pretty(workflow.path("policy")));
            }
            return ExitCode.OK;
        }
    }

    @Command(name = "list", description = "List the workflows.")
    static final class ListAll extends ServiceCommand {
        @Override
        public Integer call() {
            JsonNode workflows = api().workflows();
            Table table = table();
            Json.list(workflows, "workflows").forEach(workflow -> table.row(cells(workflow)));
            print(workflows, table, "There is no workflow. Make one with 'cssc workflow create'.");
            return ExitCode.OK;
        }
    }

    @Command(name = "delete", description = "Delete a workflow. What it patched stays.")
    static final class Delete extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Override
        public Integer call() {
            api().deleteWorkflow(name);
            out().println(!forPeople() ? "{}" : "Workflow " + name + " is deleted.");
            return ExitCode.OK;
        }
    }

    @Command(name = "run", description = "Run a workflow now.")
    static final class Run extends ServiceCommand {
        @Parameters(paramLabel = "NAME", description = "Its name.")
        private String name = "";

        @Option(names = "--wait", description = "Stay until it ends and print each state change.")
        private boolean wait;

        @Option(
                names = "--minutes",
                defaultValue = "60",
                paramLabel = "N",
                description = "With --wait: give up waiting after N minutes; default: ${DEFAULT-VALUE}.")
        private int minutes = 60;

        @Override
        public Integer call() {
            TriggerApi api = api();
            JsonNode run = api.runWorkflow(name);
            String id = Json.text(run, "id");
            if (!wait) {
                print(run, RunText.table(List.of(run)), "");
                return ExitCode.OK;
            }
            if (forPeople()) {
                out().println("Run " + id);
                out().flush();
            }
            RunProgress.Seen seen = new RunProgress(api, patience(), this::say).follow(id, Duration.ofMinutes(minutes));
            print(seen.run(), RunText.table(List.of(seen.run())), "");
            if (forPeople()) {
                RunText.explanation(seen.run()).forEach(out()::println);
            }
            return RunText.endedWell(seen.run()) ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    private static Table table() {
        return new Table("NAME", "REGISTRY", "SCHEDULE", "NEXT RUN", "RUN");
    }

    private static String[] cells(JsonNode workflow) {
        return new String[] {
            Json.text(workflow, "name"),
            Json.text(workflow, "registry"),
            Json.text(workflow, "schedule"),
            Json.dayAndTime(workflow, "nextRunAt"),
            Json.text(workflow, "run")
        };
    }
}
