package dev.cssc.cli.registry;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.Console;
import java.util.Locale;

/** Removes a registry. */
@Command(
        name = "remove",
        description =
                "Remove a registry. Its images stay; the services do not talk to it any more. Refused while workflows use it.")
final class RemoveRegistry extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--force", description = "Although workflows use it, whose runs fail from then on.")
    private boolean force;

    @Override
    public Integer call() {
        TriggerApi api = api();
        if (!yes && !isConfirmed()) {
            throw new CliException("Registry " + name + " was not removed.");
        }
        api.delete(RegistryPaths.of(name) + (force ? "?force=true" : ""));
        switch (form()) {
            case TABLE -> say("Registry " + name + " is removed.");
            case JSON -> out().println("{}");
            case TSV -> {}
        }
        return ExitCode.OK;
    }

    private boolean isConfirmed() {
        Console console = System.console();
        if (console == null) {
            throw new CliException(
                    ExitCode.INVALID,
                    "Nobody is here to be asked whether to remove registry " + name + "; give --yes.");
        }
        String answer = console.readLine("Remove registry %s? [y/N] ", name);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }
}
