package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.Optional;

/** Makes a workflow. */
@Command(name = "create", description = "Create a workflow.")
final class CreateWorkflow extends ChangingCommand {
    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Override
    public Integer call() {
        Optional<String> name = selector.name();
        Optional<byte[]> text = checked();
        byte[] policy = text.orElseThrow(
                () -> new CliException(ExitCode.INVALID, "Say with --config FILE what is to be kept patched."));
        String title = title();
        JsonNode document = policy(policy, selector.registry(), title);
        if (submission().dryRun()) {
            return dryRun(policy, selector.registry(), title);
        }
        print(new Creation(api(), submission(), this::remark).create(name, selector.registry(), document));
        return ExitCode.OK;
    }
}
