package dev.cssc.trigger.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.admin.Problem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.policy.JsonText;
import dev.cssc.common.policy.PolicyProblem;
import dev.cssc.common.policy.Position;
import dev.cssc.common.registry.definition.DefinitionProblem;
import dev.cssc.common.registry.definition.DefinitionReader;
import dev.cssc.common.registry.definition.DefinitionReading;
import dev.cssc.common.registry.definition.RegistryDefinition;
import jakarta.ws.rs.WebApplicationException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A body about a registry that was read as JSON, and where in it each value stands. What is wrong is told with its place, all at once.
 *
 * @param root the value
 * @param positions by JSON path
 */
record RegistryDocument(JsonNode root, Map<String, Position> positions) {
    private static final int LARGEST = 64 * 1024;

    /** @throws WebApplicationException with a problem document where it is no JSON */
    static RegistryDocument read(byte[] body) {
        return switch (JsonText.read(body, LARGEST)) {
            case JsonText.Reading.NotJson(var problems) ->
                throw refused(
                        problems.all().stream().map(RegistryDocument::place).toList());
            case JsonText.Reading.Json(JsonText text) -> new RegistryDocument(text.root(), text.positions());
        };
    }

    /** An empty object where there is no body. */
    static RegistryDocument readOptional(byte[] body) {
        return read(body.length == 0 ? new byte[] {'{', '}'} : body);
    }

    /**
     * The definition that stands at the root.
     *
     * @param name what it is called, where the address says so
     */
    RegistryDefinition definition(Optional<String> name) {
        return definition(root, name, "$");
    }

    /** The definition in a member. */
    RegistryDefinition definition(String member) {
        JsonNode node = root.path(member);
        if (node.isMissingNode()) {
            throw refused(List.of(place("$", "lacks \"" + member + "\"")));
        }
        return definition(node, Optional.of(node.path("name").asText("test")), "$." + member);
    }

    private RegistryDefinition definition(JsonNode node, Optional<String> name, String at) {
        JsonNode submitted = node.deepCopy();
        if (submitted instanceof ObjectNode object) {
            object.remove(RegistryView.READ_ONLY);
        }
        return switch (DefinitionReader.read(submitted, name)) {
            case DefinitionReading.Accepted(RegistryDefinition definition) -> definition;
            case DefinitionReading.Refused(List<DefinitionProblem> problems) ->
                throw refused(problems.stream()
                        .map(p -> place(at + p.path().substring(1), p.message()))
                        .toList());
        };
    }

    /** The text in that member. */
    Optional<String> text(String member) {
        JsonNode value = root.path(member);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw refused(List.of(place("$." + member, "is no string")));
        }
        return Optional.of(value).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** The truth value in that member; false where there is none. */
    boolean flag(String member) {
        JsonNode value = root.path(member);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw refused(List.of(place("$." + member, "is neither true nor false")));
        }
        return value.asBoolean(false);
    }

    private Problem.Place place(String path, String message) {
        Optional<Position> position = Optional.ofNullable(positions.get(path));
        return new Problem.Place(
                path, message, Optional.empty(), position.map(Position::line), position.map(Position::column));
    }

    private static Problem.Place place(PolicyProblem problem) {
        return new Problem.Place(
                problem.path(),
                problem.message(),
                problem.proposal(),
                problem.position().map(Position::line),
                problem.position().map(Position::column));
    }

    static RuntimeException refused(List<Problem.Place> problems) {
        String detail = problems.stream()
                .limit(5)
                .map(p -> p.path() + ": " + p.message())
                .collect(Collectors.joining("; ", "reading the registry: ", problems.size() > 5 ? "; …" : ""));
        return new RefusedException(Problem.of(Failure.of(ReasonCode.REQUEST_INVALID, detail), problems));
    }
}
