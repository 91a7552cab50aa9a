package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.policy.JsonText;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.policy.Position;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.schedule.Schedule;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the body of a request about a workflow, and finds everything that is wrong with it at once. */
@ApplicationScoped
class WorkflowReader {
    /** Room for the fields around a policy of the largest size, in bytes. */
    private static final int AROUND = 64 * 1024;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Registries registries;
    private final PolicyReader policies = new PolicyReader();

    WorkflowReader(Registries registries) {
        this.registries = registries;
    }

    /** What came of reading a body. */
    sealed interface Reading {
        /** It can be done. */
        record Accepted(SubmittedWorkflow workflow) implements Reading {}

        /** It cannot, for these reasons. */
        record Refused(Problem problem) implements Reading {}
    }

    /** Reads the body of a creation: everything but {@code runImmediately} is required. */
    Reading readNew(byte[] body) {
        return read(body, List.of("name", "registry", "schedule", "policy"));
    }

    /** Reads the body of a change: what is left out stays as it is. */
    Reading readChange(byte[] body) {
        return read(body, List.of());
    }

    private Reading read(byte[] body, List<String> required) {
        return switch (JsonText.read(body, PolicyReader.LARGEST + AROUND)) {
            case JsonText.Reading.NotJson(PolicyProblems problems) ->
                refused(ReasonCode.REQUEST_INVALID, problems.all());
            case JsonText.Reading.Json(JsonText text) -> new Body(text).read(required);
        };
    }

    private static Problem.Place place(PolicyProblem problem) {
        return new Problem.Place(
                problem.path(),
                problem.sentence(),
                problem.position().map(Position::line),
                problem.position().map(Position::column));
    }

    private static Reading refused(ReasonCode reason, List<PolicyProblem> problems) {
        String detail = problems.stream()
                .limit(5)
                .map(PolicyProblem::toString)
                .collect(Collectors.joining("; ", "reading the workflow: ", problems.size() > 5 ? "; …" : ""));
        return new Reading.Refused(Problem.of(
                Failure.of(reason, detail),
                problems.stream().map(WorkflowReader::place).toList()));
    }

    /** One body, while it is read. */
    private final class Body {
        private final JsonText text;
        private final List<PolicyProblem> problems = new ArrayList<>();
        private Optional<ReasonCode> reason = Optional.empty();

        Body(JsonText text) {
            this.text = text;
        }

        Reading read(List<String> required) {
            JsonNode root = text.root();
            if (!root.isObject()) {
                problem(ReasonCode.REQUEST_INVALID, "$", "is no JSON object");
                return outcome(Optional.empty());
            }
            required.stream()
                    .filter(key -> !root.has(key))
                    .forEach(key -> problem(ReasonCode.REQUEST_INVALID, "$", "lacks \"" + key + "\""));
            Optional<String> name = string("name", this::checkName);
            Optional<String> registry = string("registry", registries::settings);
            Optional<String> schedule = string("schedule", s -> Schedule.parse(s, Instant.EPOCH));
            Optional<JsonNode> policy = Optional.ofNullable(root.get("policy"));
            policy.ifPresent(this::checkPolicy);
            JsonNode now = root.path("runImmediately");
            if (!now.isMissingNode() && !now.isBoolean()) {
                problem(ReasonCode.REQUEST_INVALID, "$.runImmediately", "is neither true nor false");
            }
            return outcome(Optional.of(new SubmittedWorkflow(name, registry, schedule, policy, now.asBoolean(false))));
        }

        private Optional<String> string(String key, Consumer<String> check) {
            JsonNode value = text.root().path(key);
            if (value.isMissingNode()) {
                return Optional.empty();
            }
            String path = "$." + key;
            if (!value.isTextual()) {
                problem(ReasonCode.REQUEST_INVALID, path, "is no string");
                return Optional.empty();
            }
            try {
                check.accept(value.textValue());
            } catch (FailureException e) {
                problem(e.failure().reason(), path, e.failure().detail());
            }
            return Optional.of(value.textValue());
        }

        private void checkName(String name) {
            if (!NAME.matcher(name).matches()) {
                throw Failure.of(
                                ReasonCode.REQUEST_INVALID,
                                "is no name: expected 1 to 63 letters, digits, '.', '_' and '-', beginning with a letter or digit")
                        .toException();
            }
        }

        private void checkPolicy(JsonNode policy) {
            // A change may leave the registry as it is; which one that is, is not known here.
            String registry = text.root().path("registry").asText("registry.invalid");
            switch (policies.read(policy, Optional.of(registry))) {
                case PolicyReading.Accepted accepted -> {}
                case PolicyReading.Refused(PolicyProblems refused) ->
                    refused.all()
                            .forEach(p -> problem(
                                    ReasonCode.POLICY_INVALID,
                                    "$.policy" + p.path().substring(1),
                                    p.sentence()));
            }
        }

        /** The first kind of problem gives the answer its reason. */
        private void problem(ReasonCode kind, String path, String message) {
            Map<String, dev.cssc.common.policy.Position> positions = text.positions();
            problems.add(new PolicyProblem(path, message, Optional.ofNullable(positions.get(path))));
            reason = reason.or(() -> Optional.of(kind));
        }

        private Reading outcome(Optional<SubmittedWorkflow> workflow) {
            return reason.<Reading>map(kind -> refused(kind, problems))
                    .orElseGet(() -> new Reading.Accepted(workflow.orElseThrow()));
        }
    }
}
