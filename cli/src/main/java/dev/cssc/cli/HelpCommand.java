package dev.cssc.cli;

import dev.cssc.cli.command.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Help of a command, or of a command of a command; picocli's own knows one level only. */
@Command(
        name = "help",
        description = "Show the help of a command, for example: help workflow create.",
        helpCommand = true)
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which command; all where none is named.")
    private List<String> path = new ArrayList<>();

    @Option(names = "--man", description = "Print the manual page of all commands: cssc help --man > cssc.1")
    private boolean manual;

    @Override
    public Integer call() {
        CommandLine root = spec.commandLine().getParent();
        if (manual) {
            spec.commandLine().getOut().print(ManualPage.of(root));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        CommandLine shown = root;
        for (String name : path) {
            CommandLine next = shown.getSubcommands().get(name);
            if (next == null) {
                throw new UnknownCommand(shown, name);
            }
            shown = next;
        }
        shown.usage(spec.commandLine().getOut());
        return ExitCode.OK;
    }

    /** Told like every other misspelt command, with what may be meant. */
    private static final class UnknownCommand extends ParameterException {
        private static final long serialVersionUID = 1L;

        UnknownCommand(CommandLine parent, String name) {
            super(
                    parent,
                    "There is no command '" + parent.getCommandSpec().qualifiedName() + " " + name + "'; there are "
                            + String.join(", ", parent.getSubcommands().keySet()) + ".");
        }
    }
}
