package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;
import dev.cssc.cli.plan.RegistryOptions;
import dev.cssc.cli.service.ServiceCommand;
import dev.cssc.common.image.Digest;
import dev.cssc.common.planning.takeover.AcrPolicyArtifact;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Writes a workflow's policy to where other tools read it. */
@Command(
        name = "export",
        description =
                "Write a workflow's policy to standard output, to a file, or into a registry as ACR keeps it there.")
final class ExportPolicy extends ServiceCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Option(names = "--to", paramLabel = "FILE", description = "Write it to this file.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--to-registry",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "HOST[:PORT]",
            description =
                    "Push it as csscpolicies/patchpolicy:v1, as ACR does, to this registry; without a value to that of the"
                            + " workflow.")
    private Optional<String> toRegistry = Optional.empty();

    @Mixin
    private RegistryOptions registries = new RegistryOptions();

    @Override
    public Integer call() {
        JsonNode workflow = selector.find(api());
        JsonNode policy = workflow.path("policy");
        if (!policy.isObject()) {
            throw new CliException("The service tells no policy of workflow " + Json.text(workflow, "name") + ".");
        }
        byte[] text = (Json.pretty(policy) + "\n").getBytes(StandardCharsets.UTF_8);
        file.ifPresent(path -> write(path, text));
        toRegistry.ifPresent(host -> push(host.isEmpty() ? Json.text(workflow, "registry") : host, text));
        if (file.isEmpty() && toRegistry.isEmpty()) {
            out().print(new String(text, StandardCharsets.UTF_8));
            out().flush();
        }
        return ExitCode.OK;
    }

    private void write(Path path, byte[] text) {
        try {
            Files.write(path, text);
            remark("Wrote the policy to " + path + ".");
        } catch (IOException e) {
            throw new CliException(path + " cannot be written: " + e.getMessage());
        }
    }

    private void push(String host, byte[] text) {
        if (host.isEmpty()) {
            throw new CliException(
                    ExitCode.INVALID, "The workflow names no registry; say with --to-registry HOST where to push.");
        }
        Digest digest = new AcrPolicyArtifact(registries.client(Set.of(host))).write(host, text);
        ObjectNode answer = JSON.createObjectNode()
                .put("image", host + "/" + AcrPolicyArtifact.REPOSITORY + ":" + AcrPolicyArtifact.TAG)
                .put("digest", digest.value());
        print(answer, new Table("PUSHED").row(Json.text(answer, "image") + "@" + Json.text(answer, "digest")), "");
    }
}
