package dev.cssc.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.service.ServiceCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a registry. */
@Command(name = "show", description = "Show a registry.")
final class ShowRegistry extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Override
    public Integer call() {
        JsonNode registry = api().get(RegistryPaths.of(name));
        print(registry, RegistryText.table().row(RegistryText.cells(registry)), "");
        RegistryText.rest(registry).forEach(line -> say("  " + line));
        return ExitCode.OK;
    }
}
