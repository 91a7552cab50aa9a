package dev.cssc.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.plan.RegistryOptions;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.common.registry.definition.DefinitionRules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Set;
import java.util.TreeSet;

/** Defines a registry. */
@Command(
        name = "add",
        description =
                "Define a registry for all services. Secrets are named, never given: they stay where the services are.")
final class AddRegistry extends ServiceCommand {
    @Parameters(paramLabel = "NAME", description = "What to call it: lower-case letters, digits and '-'.")
    private String name = "";

    @Option(
            names = "--host",
            required = true,
            paramLabel = "HOST[:PORT]",
            description = "Exactly as image references name it.")
    private String host = "";

    @Mixin
    private DefinitionOptions options = new DefinitionOptions();

    @Override
    public Integer call() {
        RegistryOptions.requireHost("--host", host);
        ObjectNode definition = options.document();
        definition.put("name", name).put("host", host);
        if (DefinitionRules.isLoopback(host)) {
            forThisMachine(definition);
        }
        Set<String> realms = RegistryOptions.knownRealms(host);
        if (!options.namesRealm() && !realms.isEmpty()) {
            new TreeSet<>(realms).forEach(definition.putArray("realmHosts")::add);
            remark(host + " has its tokens from " + String.join(", ", realms) + ", which may be asked for them.");
        }
        JsonNode added = api().post(RegistryPaths.ALL, definition);
        print(added, RegistryText.table().row(RegistryText.cells(added)), "");
        say("All services know it within seconds. Try it: cssc registry test " + name);
        if (!added.path("usable").asBoolean(true)) {
            remark("The service cannot use it yet: " + Json.text(added, "problem") + ".");
        }
        return ExitCode.OK;
    }

    /** Who names a loopback address means it; and few of those speak TLS. */
    private void forThisMachine(ObjectNode definition) {
        if (!options.namesScheme()) {
            definition.put("scheme", "http");
        }
        if (!definition.has("allowPrivateAddress")) {
            definition.put("allowPrivateAddress", true);
        }
    }
}
