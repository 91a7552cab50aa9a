package dev.cssc.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes a registry. */
@Command(
        name = "update",
        description =
                "Change a registry. What is not given stays; hosts that are given take the place of all before. The host"
                        + " itself stays: define another registry for another one.")
final class UpdateRegistry extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "Its name.")
    private String name = "";

    @Mixin
    private DefinitionOptions options = new DefinitionOptions();

    @Override
    public Integer call() {
        ObjectNode changes = options.document();
        if (options.isEmpty()) {
            throw new CliException(ExitCode.INVALID, "Nothing is to be changed: give at least one option.");
        }
        TriggerApi api = api();
        JsonNode present = api.get(RegistryPaths.of(name));
        if (Json.text(present, "source").equals("configuration")) {
            throw new CliException("Registry " + name + " is defined by the services' configuration; change it there.");
        }
        ObjectNode changed = present.deepCopy();
        JsonNode limits = changes.remove("limits");
        changed.setAll(changes);
        if (limits != null) {
            changed.withObjectProperty("limits").setAll((ObjectNode) limits);
        }
        // Only what was read is replaced: somebody else's change in between is not lost.
        JsonNode updated =
                api.put(RegistryPaths.of(name), changed, present.path("version").asLong());
        print(updated, RegistryText.table().row(RegistryText.cells(updated)), "");
        return ExitCode.OK;
    }
}
