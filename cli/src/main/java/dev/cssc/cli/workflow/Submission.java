package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.schedule.Schedule;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What creating, updating and importing say about a workflow beside its policy. Checked before anything is sent. */
final class Submission {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--schedule",
            paramLabel = "SPEC",
            description = "Nd with N from 1 to 30, as ACR; 'every Nd', 'every Nh'; or 'cron M H D M W [ZONE]'.")
    private Optional<String> schedule = Optional.empty();

    @Option(
            names = {"--run-immediately", "--run-now"},
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "BOOL",
            description = "Run it at once as well.")
    private boolean runImmediately;

    @Option(
            names = "--dry-run",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "false",
            paramLabel = "BOOL",
            description = "Show what it would select, as 'cssc plan' does, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--enabled",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Whether its schedule runs it; default when it is created: true.")
    private Optional<Boolean> enabled = Optional.empty();

    @Option(
            names = "--advisories",
            arity = "1",
            paramLabel = "on|off",
            converter = OnOff.class,
            description =
                    "Whether a new advisory makes its images due before their time; default when it is created: on.")
    private Optional<Boolean> advisories = Optional.empty();

    Optional<String> schedule() {
        return schedule;
    }

    Optional<Boolean> enabled() {
        return enabled;
    }

    Optional<Boolean> advisories() {
        return advisories;
    }

    boolean dryRun() {
        return dryRun;
    }

    /** Refuses a schedule that is none. ACR looks at it first. */
    void checkSchedule() {
        schedule.ifPresent(Submission::requireSchedule);
    }

    /** Refuses options that contradict each other. ACR looks at them after the file. */
    void checkTogether() {
        if (dryRun && runImmediately) {
            throw new CliException(
                    ExitCode.INVALID,
                    "--dry-run and --run-immediately contradict each other: the one changes nothing, the other does.");
        }
    }

    private static void requireSchedule(String text) {
        try {
            Schedule.parse(text, Instant.EPOCH);
        } catch (FailureException e) {
            throw new CliException(
                    ExitCode.INVALID, e.failure().detail() + " [" + e.failure().reason() + "]");
        }
    }

    /** The document to send; what was not given is left out. */
    ObjectNode toSend(Optional<String> name, Optional<String> registry, Optional<JsonNode> policy) {
        ObjectNode workflow = JSON.createObjectNode();
        name.ifPresent(value -> workflow.put("name", value));
        registry.ifPresent(value -> workflow.put("registry", value));
        schedule.ifPresent(value -> workflow.put("schedule", value));
        policy.ifPresent(value -> workflow.set("policy", value));
        enabled.ifPresent(value -> workflow.put("enabled", value));
        advisories.ifPresent(value -> workflow.put("advisories", value));
        workflow.put("runImmediately", runImmediately);
        return workflow;
    }

    /**
     * The policy as a document, where it follows all rules.
     *
     * @param title what to call it in a message
     * @param remarks gets what is allowed but looks like a slip; not in a dry run, whose plan says it
     * @throws CliException with every problem, each with path, line and column, and what is proposed
     */
    JsonNode policy(byte[] text, Optional<String> registry, String title, Consumer<String> remarks) {
        return switch (new PolicyReader().read(text, registry)) {
            case PolicyReading.Accepted(Policy policy, List<PolicyProblem> warnings) -> {
                if (!dryRun) {
                    warnings.forEach(warning -> remarks.accept("cssc: warning: " + warning));
                }
                yield parse(text);
            }
            case PolicyReading.Refused(PolicyProblems problems) ->
                throw new CliException(
                        ExitCode.INVALID,
                        "The policy " + title + " is not accepted (" + ReasonCode.POLICY_INVALID + "):\n"
                                + lines(problems.all()));
        };
    }

    private static JsonNode parse(byte[] text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the policy again", e);
        }
    }

    static String lines(List<PolicyProblem> problems) {
        return problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n"));
    }
}
