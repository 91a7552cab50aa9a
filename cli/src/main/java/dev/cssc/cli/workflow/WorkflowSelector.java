package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.plan.RegistryOptions;
import dev.cssc.cli.service.TriggerApi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which workflow a command is about: by its name, or, as in ACR where there is no more than one, by its registry and type.
 */
final class WorkflowSelector {
    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The workflow's name.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "The same.")
    private Optional<String> alsoName = Optional.empty();

    @Option(
            names = {"-r", "--registry"},
            paramLabel = "HOST[:PORT]",
            description = "The registry that it is about; without NAME, its workflow is meant.")
    private Optional<String> registry = Optional.empty();

    @Option(
            names = {"-t", "--type"},
            paramLabel = "TYPE",
            description = "The kind of workflow; there is one: continuouspatchv1.")
    private Optional<String> type = Optional.empty();

    @Option(
            names = {"-g", "--resource-group"},
            paramLabel = "GROUP",
            description = "Accepted so that ACR's command lines work; it has no meaning here.")
    private Optional<String> resourceGroup = Optional.empty();

    /** ACR's only kind of workflow. */
    static final String CONTINUOUS_PATCH_V1 = "continuouspatchv1";

    /**
     * The name that was given.
     *
     * @throws CliException where two different ones were, or the type is none
     */
    Optional<String> name() {
        checkType();
        if (name.isPresent() && alsoName.isPresent() && !name.equals(alsoName)) {
            throw new CliException(
                    ExitCode.INVALID,
                    "Two names are given: " + name.get() + " and --name " + alsoName.get() + ". Give one.");
        }
        return name.or(() -> alsoName);
    }

    Optional<String> registry() {
        return registry.map(host -> RegistryOptions.requireHost("--registry", host));
    }

    /** True where anything says which workflow is meant. */
    boolean isGiven() {
        return name().isPresent() || registry.isPresent() || type.isPresent();
    }

    private void checkType() {
        if (type.isPresent() && !type.get().equalsIgnoreCase(CONTINUOUS_PATCH_V1)) {
            throw new CliException(
                    ExitCode.INVALID,
                    "There is no workflow type '" + type.get() + "'; the only one is " + CONTINUOUS_PATCH_V1 + ".");
        }
    }

    /**
     * The one workflow that is meant, as it stands.
     *
     * @throws CliException where there is none, or where several are meant: then with their names
     */
    JsonNode find(TriggerApi api) {
        Optional<String> given = name();
        if (given.isPresent()) {
            return api.workflow(given.get());
        }
        String host = registry.orElseThrow(() -> new CliException(
                ExitCode.INVALID, "Say which workflow: give its name, or with --registry the registry it is about."));
        List<JsonNode> found = of(api, host);
        if (found.isEmpty()) {
            throw new CliException("There is no workflow for registry " + host
                    + ". Create one with: cssc workflow create --registry " + host + " --config FILE --schedule 7d");
        }
        if (found.size() > 1) {
            throw new CliException(
                    ExitCode.INVALID,
                    "There are " + found.size() + " workflows for registry " + host + ": "
                            + found.stream()
                                    .map(workflow -> Json.text(workflow, "name"))
                                    .collect(Collectors.joining(", "))
                            + ". Name the one you mean.");
        }
        // A list leaves out the policy and the next runs.
        return api.workflow(Json.text(found.getFirst(), "name"));
    }

    /** The workflows that are for that registry; where there is none, those whose policy names it. */
    static List<JsonNode> of(TriggerApi api, String host) {
        List<JsonNode> about = api.workflows(host);
        List<JsonNode> own = about.stream()
                .filter(workflow -> Json.text(workflow, "registry").equalsIgnoreCase(host))
                .toList();
        return own.isEmpty() ? about : own;
    }
}
