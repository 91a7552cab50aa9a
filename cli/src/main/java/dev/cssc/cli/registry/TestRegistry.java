package dev.cssc.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.plan.RegistryOptions;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.registry.ProbeReport;
import dev.cssc.common.registry.ProbeRequest;
import dev.cssc.common.registry.RegistryProbe;
import dev.cssc.common.registry.RegistrySettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Optional;

/** Tries a registry. */
@Command(
        name = "test",
        description =
                "Try a registry: name, connection, certificate, API, credentials, listing, paging, referrers, pushing,"
                        + " deleting. NAME is tried by the service, with its network and secrets; HOST from here, with your Docker"
                        + " configuration and no service.",
        footer = "%nExit code: 0 it can be used; 3 a check failed.")
final class TestRegistry extends ServiceCommand {
    @Parameters(paramLabel = "NAME|HOST", description = "A defined registry, or a host such as registry.example:5000.")
    private String registry = "";

    @Option(
            names = "--repository",
            paramLabel = "PATH",
            description = "What to try it with; default: the first one of its catalogue, if it tells one.")
    private Optional<String> repository = Optional.empty();

    @Option(
            names = "--write",
            description =
                    "Push a tiny manifest to a repository cssc-probe and delete it. Nothing is changed otherwise.")
    private boolean write;

    @Mixin
    private RegistryOptions direct = new RegistryOptions();

    @Override
    public Integer call() {
        JsonNode report = isHost() ? fromHere() : fromTheService();
        Table table = new Table("CHECK", "OUTCOME", "REASON", "DETAIL");
        for (JsonNode check : Json.list(report, "checks")) {
            table.row(
                    Json.text(check, "check"),
                    Json.text(check, "outcome"),
                    Json.text(check, "reason"),
                    Json.text(check, "detail"));
        }
        print(report, table, "");
        boolean passed = report.path("passed").asBoolean();
        for (JsonNode check : Json.list(report, "checks")) {
            if (Json.text(check, "outcome").equals("FAILED")) {
                say("");
                say(Json.text(check, "check") + ": " + Json.text(check, "help"));
            }
        }
        say("");
        say(passed ? registry + " can be used." : registry + " cannot be used like this.");
        return passed ? ExitCode.OK : ExitCode.UNREACHABLE;
    }

    /** A name has neither dot nor colon; a host almost always has. */
    private boolean isHost() {
        return registry.contains(".") || registry.contains(":") || registry.equals("localhost");
    }

    private JsonNode fromTheService() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        repository.ifPresent(path -> body.put("repository", path));
        body.put("write", write);
        return api().post(RegistryPaths.of(registry) + "/test", body);
    }

    private JsonNode fromHere() {
        RegistrySettings settings = direct.reached(registry);
        try {
            return asTheServiceTellsIt(new RegistryProbe(settings).run(new ProbeRequest(repository, write)));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.INVALID, "--repository: " + e.getMessage());
        }
    }

    private static JsonNode asTheServiceTellsIt(ProbeReport report) {
        return EventCodec.mapper().valueToTree(report);
    }
}
