package dev.cssc.cli.plan;

import dev.cssc.cli.command.CliCommand;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.selection.PlanDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The dry run. */
@Command(
        name = "plan",
        description =
                "Show what a policy selects now, and why, straight from the registry. No service is needed and nothing"
                        + " is changed.",
        footer =
                "%nExit code: 0 planned; 2 the policy is invalid, no registry was contacted; 3 a registry or repository could"
                        + " not be read, what could be planned is printed.")
public final class PlanCommand extends CliCommand {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The policy; '-' reads it from standard input.")
    private String config = "";

    @Option(
            names = {"-r", "--registry"},
            paramLabel = "HOST[:PORT]",
            description = "The registry of repositories for which the policy names none.")
    private Optional<String> registry = Optional.empty();

    @Option(names = "--all", description = "Name every tag that is left out, however many there are.")
    private boolean all;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "" + DirectPlanning.REQUESTS_AT_ONCE,
            description = "Requests under way at once; default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Mixin
    private RegistryOptions registries = new RegistryOptions();

    @Override
    public Integer call() {
        registry.ifPresent(host -> RegistryOptions.requireHost("--registry", host));
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        try {
            switch (PolicyFile.read(config)) {
                case PolicyFile.Unreadable(String why) ->
                    PlanDocument.writeInvalid(
                            new PolicyProblems(List.of(new PolicyProblem("$", why, Optional.empty()))), document);
                case PolicyFile.Content(byte[] bytes) ->
                    new DirectPlanning(registries, Math.max(1, concurrency)).write(bytes, registry, document);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing the plan", e);
        }
        return new PlanOutput(form(), all, out(), err()).print(document.toByteArray(), config);
    }
}
