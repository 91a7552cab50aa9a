package dev.cssc.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.service.ServiceCommand;
import picocli.CommandLine.Command;

/** Lists the registries. */
@Command(
        name = "list",
        description = "List the registries: those defined here, and those of the services' configuration, which win.")
final class ListRegistries extends ServiceCommand {
    @Override
    public Integer call() {
        JsonNode registries = api().get(RegistryPaths.ALL);
        Table table = RegistryText.table();
        Json.list(registries, "registries").forEach(registry -> table.row(RegistryText.cells(registry)));
        print(registries, table, "There is no registry. Define one with 'cssc registry add'.");
        return ExitCode.OK;
    }
}
