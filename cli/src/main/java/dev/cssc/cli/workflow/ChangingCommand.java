package dev.cssc.cli.workflow;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.plan.PolicyFile;
import picocli.CommandLine.Option;

import java.util.Optional;

/** What creating and updating a workflow have in common: a policy from a file. */
abstract class ChangingCommand extends SubmittingCommand {
    @Option(
            names = {"--config", "--policy"},
            paramLabel = "FILE",
            description = "The policy, ACR's JSON; '-' reads it from standard input.")
    private Optional<String> config = Optional.empty();

    /** What to call the policy in a message. */
    final String title() {
        return config.orElse("of the workflow");
    }

    /**
     * The policy's text, once all that is here was checked in ACR's order: the schedule, the file, the options together. The text is here,
     * so its problems can be told with line and column.
     */
    final Optional<byte[]> checked() {
        submission().checkSchedule();
        Optional<byte[]> text = config.map(ChangingCommand::read);
        submission().checkTogether();
        return text;
    }

    private static byte[] read(String path) {
        return switch (PolicyFile.read(path)) {
            case PolicyFile.Content(byte[] bytes) -> bytes;
            case PolicyFile.Unreadable(String why) -> throw new CliException(ExitCode.INVALID, why);
        };
    }
}
