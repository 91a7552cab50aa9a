package dev.cssc.cli;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.image.ImageCommand;
import dev.cssc.cli.run.RunCommand;
import dev.cssc.cli.workflow.WorkflowCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

import java.io.UncheckedIOException;
import java.util.List;

/** The root of the command. */
@Command(
        name = "cssc",
        description = "Keeps container images patched: finds the due ones, scans, patches, verifies, publishes.",
        subcommands = {
            WorkflowCommand.class,
            RunCommand.class,
            ImageCommand.class,
            VersionCommand.class,
            CommandLine.HelpCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
public final class CsscCommand {
    private CsscCommand() {}

    /**
     * The command line, ready to execute.
     *
     * @param more commands that another module adds to the root
     */
    public static CommandLine with(List<Object> more) {
        CommandLine commands = new CommandLine(new CsscCommand());
        more.forEach(commands::addSubcommand);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setParameterExceptionHandler(CsscCommand::explainUsage);
        commands.setExecutionExceptionHandler((error, command, parsed) -> explain(error, command));
        addHelpOption(commands);
        return commands;
    }

    private static void addHelpOption(CommandLine commands) {
        for (CommandLine command : commands.getSubcommands().values()) {
            addHelpOption(command);
        }
        if (!(commands.getCommand() instanceof CommandLine.HelpCommand)) {
            commands.getCommandSpec()
                    .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                            .usageHelp(true)
                            .description("Show this help.")
                            .build());
        }
    }

    private static int explainUsage(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        command.getErr().println("cssc: " + error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, command.getErr());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.INVALID;
    }

    private static int explain(Exception error, CommandLine command) throws Exception {
        if (error instanceof CliException known) {
            command.getErr().println("cssc: " + known.getMessage());
            return known.exitCode();
        }
        if (error instanceof UncheckedIOException known) {
            command.getErr().println("cssc: " + known.getMessage() + ": " + known.getCause());
            return ExitCode.FAILURE;
        }
        throw error;
    }
}
