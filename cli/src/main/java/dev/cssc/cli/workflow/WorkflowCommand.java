package dev.cssc.cli.workflow;

import picocli.CommandLine.Command;

/** Commands about workflows, with the verbs and flags of {@code az acr supply-chain workflow}. */
@Command(
        name = "workflow",
        description =
                "Create, change, show, list, run and delete workflows. Who knows 'az acr supply-chain workflow' knows these.",
        subcommands = {
            CreateWorkflow.class,
            UpdateWorkflow.class,
            ShowWorkflow.class,
            ListWorkflows.class,
            DeleteWorkflow.class,
            CancelRuns.class,
            RunWorkflow.class,
            ImportWorkflow.class,
            ExportPolicy.class
        })
public final class WorkflowCommand {}
