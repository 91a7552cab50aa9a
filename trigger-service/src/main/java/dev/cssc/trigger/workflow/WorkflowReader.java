package dev.cssc.trigger.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.common.admin.Problem;
import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.policy.JsonText;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.PolicyProblems;
import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import dev.cssc.common.policy.Position;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.schedule.Schedule;
import dev.cssc.trigger.status.AcrColumns;
import dev.cssc.trigger.workflow.SubmittedWorkflow.Document;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /** Reads the body of a creation. */
    Reading readNew(byte[] body) {
        return read(body, List.of("name", "schedule", "policy"), Optional.empty());
    }

    /**
     * Reads the body of a change: what is left out stays as it is.
     *
     * @param registry the workflow's present registry
     */
    Reading readChange(byte[] body, Optional<String> registry) {
        return read(body, List.of(), registry);
    }

    /** Reads the body that asks what a policy would select: the policy and where it names no registry that as well. */
    Reading readPlan(byte[] body) {
        return read(body, List.of("policy"), Optional.empty());
    }

    private Reading read(byte[] body, List<String> required, Optional<String> registry) {
        return switch (JsonText.read(body, PolicyReader.LARGEST + AROUND)) {
            case JsonText.Reading.NotJson(PolicyProblems problems) ->
                refused(ReasonCode.REQUEST_INVALID, problems.all());
            case JsonText.Reading.Json(JsonText text) -> new Body(text).read(required, registry);
        };
    }

    private static Problem.Place place(PolicyProblem problem) {
        return new Problem.Place(
                problem.path(),
                problem.message(),
                problem.proposal(),
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

        Reading read(List<String> required, Optional<String> present) {
            JsonNode root = text.root();
            if (!root.isObject()) {
                problem(ReasonCode.REQUEST_INVALID, "$", "is no JSON object");
                return outcome(Optional.empty());
            }
            required.stream()
                    .filter(key -> !root.has(key))
                    .forEach(key -> problem(ReasonCode.REQUEST_INVALID, "$", "lacks \"" + key + "\""));
            Optional<String> name = string("name", this::checkName);
            string("type", this::checkType);
            Optional<String> registry = string("registry", registries::settings);
            Optional<String> schedule = string("schedule", s -> Schedule.parse(s, Instant.EPOCH));
            Optional<Document> policy = Optional.ofNullable(root.get("policy"))
                    .flatMap(document -> policy(document, registry.or(() -> present)));
            Optional<Boolean> enabled = bool("enabled");
            Optional<Boolean> advisories = bool("advisories");
            boolean now = bool("runImmediately").orElse(false);
            return outcome(
                    Optional.of(new SubmittedWorkflow(name, registry, schedule, policy, enabled, advisories, now)));
        }

        private Optional<Boolean> bool(String key) {
            JsonNode value = text.root().path(key);
            if (value.isMissingNode()) {
                return Optional.empty();
            }
            if (!value.isBoolean()) {
                problem(ReasonCode.REQUEST_INVALID, "$." + key, "is neither true nor false");
            }
            return Optional.of(value.asBoolean());
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

        private void checkType(String type) {
            if (!type.equalsIgnoreCase(AcrColumns.WORKFLOW_TYPE)) {
                throw Failure.of(
                                ReasonCode.REQUEST_INVALID,
                                "is \"" + type + "\"; the only type is " + AcrColumns.WORKFLOW_TYPE)
                        .toException();
            }
        }

        private Optional<Document> policy(JsonNode document, Optional<String> registry) {
            return switch (policies.read(document, registry)) {
                case PolicyReading.Accepted(Policy policy, List<PolicyProblem> warnings) -> {
                    checkRegistries(policy, registry);
                    yield Optional.of(new Document(document, policy, warnings));
                }
                case PolicyReading.Refused(PolicyProblems refused) -> {
                    refused.all()
                            .forEach(p -> problem(
                                    ReasonCode.POLICY_INVALID,
                                    "$.policy" + p.path().substring(1),
                                    p.message(),
                                    p.proposal()));
                    yield Optional.empty();
                }
            };
        }

        /** Every registry that the policy itself names; the one of the workflow was looked at where it was named. */
        private void checkRegistries(Policy policy, Optional<String> known) {
            Set<String> seen = new HashSet<>(known.map(Set::of).orElse(Set.of()));
            for (Policy.Entry entry : policy.repositories()) {
                String path = "$.policy" + entry.path().substring(1);
                if (seen.add(entry.registry()) && !registries.knows(entry.registry())) {
                    problem(
                            ReasonCode.REGISTRY_UNKNOWN,
                            path,
                            "names the registry " + entry.registry() + ", which is not configured here");
                }
                entry.criteria().target().flatMap(PatchTarget::registry).ifPresent(target -> {
                    if (seen.add(target) && !registries.knows(target)) {
                        problem(
                                ReasonCode.REGISTRY_UNKNOWN,
                                path,
                                "publishes patches in the registry " + target + ", which is not configured here");
                    }
                });
            }
        }

        private void problem(ReasonCode kind, String path, String message) {
            problem(kind, path, message, Optional.empty());
        }

        /** The first kind of problem gives the answer its reason. */
        private void problem(ReasonCode kind, String path, String message, Optional<String> proposal) {
            Optional<Position> position = Optional.ofNullable(text.positions().get(path));
            problems.add(new PolicyProblem(path, message, proposal, position));
            reason = reason.or(() -> Optional.of(kind));
        }

        private Reading outcome(Optional<SubmittedWorkflow> workflow) {
            return reason.<Reading>map(kind -> refused(kind, problems))
                    .orElseGet(() -> new Reading.Accepted(workflow.orElseThrow()));
        }
    }
}
