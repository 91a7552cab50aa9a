package dev.cssc.cli;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.cost.CostCommand;
import dev.cssc.cli.image.ImageCommand;
import dev.cssc.cli.inventory.DatabaseCommand;
import dev.cssc.cli.inventory.InventoryCommand;
import dev.cssc.cli.inventory.ReportCommand;
import dev.cssc.cli.job.JobCommand;
import dev.cssc.cli.patch.PatchCommand;
import dev.cssc.cli.plan.PlanCommand;
import dev.cssc.cli.registry.RegistryCommand;
import dev.cssc.cli.run.RunCommand;
import dev.cssc.cli.schedule.ScheduleCommand;
import dev.cssc.cli.workflow.WorkflowCommand;
import dev.cssc.common.failure.FailureException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The root of the command. */
@Command(
        name = "cssc",
        description = "Keeps container images patched: finds the due ones, scans, patches, verifies, publishes.",
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
public final class CsscCommand {
    /** Every command of this module, in the order of the usage. */
    private static final List<Class<?>> COMMANDS = List.of(
            PlanCommand.class,
            WorkflowCommand.class,
            RunCommand.class,
            ImageCommand.class,
            PatchCommand.class,
            JobCommand.class,
            CostCommand.class,
            ReportCommand.class,
            InventoryCommand.class,
            DatabaseCommand.class,
            RegistryCommand.class,
            ScheduleCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
            HelpCommand.class);

    /** Commands that are about all the others. */
    private static final Set<Class<?>> OF_ALL = Set.of(HelpCommand.class, CompletionCommand.class);

    private CsscCommand() {}

    /**
     * The command line for these arguments, ready to execute them. Where they begin with the name of a command, only that one is built:
     * reading the annotations of all takes longer than most of them run.
     *
     * @param more commands that another module adds to the root
     */
    public static CommandLine with(List<Class<?>> more, String... arguments) {
        List<Class<?>> commands = new ArrayList<>(more);
        commands.addAll(COMMANDS);
        Optional<Class<?>> named = commands.stream()
                .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
                .filter(command -> !OF_ALL.contains(command))
                .findFirst();
        CommandLine root = new CommandLine(new CsscCommand());
        named.<List<Class<?>>>map(List::of).orElse(commands).forEach(root::addSubcommand);
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setParameterExceptionHandler(CsscCommand::explainUsage);
        root.setExecutionExceptionHandler((error, command, parsed) -> explain(error, command));
        addHelpOption(root);
        return root;
    }

    /** What is meant by arguments as many commands take them: none for the help, {@code --version} for {@code version}. */
    public static String[] meant(String... arguments) {
        if (arguments.length == 0) {
            return new String[] {"help"};
        }
        if (arguments[0].equals("--version")) {
            String[] meant = arguments.clone();
            meant[0] = "version";
            return meant;
        }
        return arguments;
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    private static void addHelpOption(CommandLine commands) {
        for (CommandLine command : commands.getSubcommands().values()) {
            addHelpOption(command);
        }
        if (!(commands.getCommand() instanceof HelpCommand)) {
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
        return switch (error) {
            case CliException known -> {
                command.getErr().println("cssc: " + known.getMessage());
                yield known.exitCode();
            }
            case FailureException known -> {
                command.getErr()
                        .println("cssc: " + known.failure().detail() + " ["
                                + known.failure().reason() + "]\n  "
                                + known.failure().reason().help());
                yield ExitCode.of(known.failure().reason());
            }
            case UncheckedIOException known -> {
                command.getErr().println("cssc: " + known.getMessage() + ": " + known.getCause());
                yield ExitCode.FAILURE;
            }
            default -> throw error;
        };
    }
}
