package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.plan.PolicyFile;
import dev.cssc.common.planning.takeover.AcrPolicyArtifact;
import dev.cssc.common.planning.takeover.CopaBulkConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** Makes a workflow of what another tool left. */
@Command(
        name = "import",
        description =
                "Create a workflow from what another tool uses: with --registry alone from the policy that ACR keeps in the"
                        + " registry (csscpolicies/patchpolicy:v1), with --from from Copa's file (kind: PatchConfig).")
final class ImportWorkflow extends SubmittingCommand {
    @Mixin
    private WorkflowSelector selector = new WorkflowSelector();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Copa's file for 'copa patch --config'; '-' reads it from standard input.")
    private Optional<String> copaFile = Optional.empty();

    @Override
    public Integer call() {
        Optional<String> name = selector.name();
        submission().checkSchedule();
        submission().checkTogether();
        byte[] text = copaFile.map(this::ofCopa).orElseGet(this::ofRegistry);
        String title = copaFile.map(file -> "made of " + file)
                .orElseGet(() -> AcrPolicyArtifact.REPOSITORY + ":" + AcrPolicyArtifact.TAG);
        JsonNode policy = policy(text, selector.registry(), title);
        if (submission().dryRun()) {
            return dryRun(text, selector.registry(), title);
        }
        print(new Creation(api(), submission(), this::remark).create(name, selector.registry(), policy));
        return ExitCode.OK;
    }

    private byte[] ofRegistry() {
        String host = selector.registry()
                .orElseThrow(
                        () -> new CliException(
                                ExitCode.INVALID,
                                "Say with --registry which registry holds ACR's policy, or with --from which of Copa's files to take."));
        return new AcrPolicyArtifact(registries().client(Set.of(host))).read(host);
    }

    private byte[] ofCopa(String file) {
        return switch (PolicyFile.read(file)) {
            case PolicyFile.Unreadable(String why) -> throw new CliException(ExitCode.INVALID, why);
            case PolicyFile.Content(byte[] yaml) -> {
                CopaBulkConfig.Translation translation = CopaBulkConfig.translate(yaml);
                if (!translation.withoutEqual().isEmpty()) {
                    remark("Not taken over from " + file + ", because there is no equal here:");
                    remark(Submission.lines(translation.withoutEqual()));
                }
                if (translation.policy().path("repositories").isEmpty()) {
                    throw new CliException(ExitCode.INVALID, file + " holds no image that can be taken over.");
                }
                yield translation.policy().toString().getBytes(StandardCharsets.UTF_8);
            }
        };
    }
}
