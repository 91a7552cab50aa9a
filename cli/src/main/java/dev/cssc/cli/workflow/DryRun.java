package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.plan.DirectPlanning;
import dev.cssc.cli.plan.PlanOutput;
import dev.cssc.cli.plan.RegistryOptions;
import dev.cssc.cli.service.TriggerApi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows what a workflow would select and changes nothing. The service plans where one answers, because it has the registries' credentials;
 * else the command itself does.
 *
 * @param service the service, where one is named
 * @param registries how the command itself reaches registries
 * @param output where the plan goes
 * @param remarks gets what is said about how the plan was made
 */
record DryRun(Optional<TriggerApi> service, RegistryOptions registries, PlanOutput output, Consumer<String> remarks) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Plans and prints.
     *
     * @param policy the document, known to follow the rules
     * @param title what to call the policy in a message
     * @return the exit code
     */
    int print(byte[] policy, Optional<String> registry, String title) {
        remarks.accept("Dry run: nothing is created or changed.");
        return output.print(byService(policy, registry).orElseGet(() -> directly(policy, registry)), title);
    }

    private Optional<byte[]> byService(byte[] policy, Optional<String> registry) {
        if (service.isEmpty()) {
            return Optional.empty();
        }
        try {
            ObjectNode body = JSON.createObjectNode();
            registry.ifPresent(host -> body.put("registry", host));
            body.set("policy", JSON.readTree(policy));
            return service.get().plan(body);
        } catch (CliException e) {
            if (e.exitCode() != ExitCode.UNREACHABLE) {
                throw e;
            }
            remarks.accept(
                    "The service does not answer; the registries are read from here, with the credentials that are here.");
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading the policy again", e);
        }
    }

    private byte[] directly(byte[] policy, Optional<String> registry) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try {
            new DirectPlanning(registries).write(policy, registry, document);
        } catch (IOException e) {
            throw new UncheckedIOException("writing the plan", e);
        }
        return document.toByteArray();
    }
}
