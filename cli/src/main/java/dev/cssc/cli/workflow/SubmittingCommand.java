package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.plan.PlanOutput;
import dev.cssc.cli.plan.RegistryOptions;
import dev.cssc.cli.service.ServiceCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/** What all commands that make or change a workflow have in common. */
abstract class SubmittingCommand extends ServiceCommand {
    @Mixin
    private Submission submission = new Submission();

    @Option(names = "--all", description = "With --dry-run: name every tag that is left out.")
    private boolean all;

    @Mixin
    private RegistryOptions registries = new RegistryOptions();

    final RegistryOptions registries() {
        return registries;
    }

    final Submission submission() {
        return submission;
    }

    /** The policy as a document; see {@link Submission#policy}. */
    final JsonNode policy(byte[] text, Optional<String> registry, String title) {
        return submission.policy(text, registry, title, this::remark);
    }

    /** Prints the plan and answers the exit code. */
    final int dryRun(byte[] policy, Optional<String> registry, String title) {
        return new DryRun(
                        serviceIsNamed() ? Optional.of(api()) : Optional.empty(),
                        registries,
                        new PlanOutput(form(), all, out(), err()),
                        this::remark)
                .print(policy, registry, title);
    }

    /** Prints the workflow as it is now, and when it runs next. */
    final void print(JsonNode workflow) {
        print(WorkflowText.withAcrNames(workflow), WorkflowText.table(List.of(workflow)), "");
        say("");
        WorkflowText.nextRuns(workflow).forEach(this::say);
        String run = Json.text(workflow, "run");
        if (!run.isEmpty()) {
            say("");
            say("Run " + run + " was started; follow it with: cssc run events " + run + " --follow");
        }
    }
}
