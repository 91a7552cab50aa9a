package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import dev.cssc.common.event.Severity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The words in which a breach of the schema is told: our own, since the validator's depend on the machine's language. */
final class SchemaWords {
    private static final List<String> SEVERITIES = Arrays.stream(Severity.values())
            .map(severity -> severity.name().toLowerCase(Locale.ROOT))
            .toList();

    private SchemaWords() {}

    static PolicyProblem problem(Error error) {
        String path = JsonPath.of(error.getInstanceLocation());
        JsonNode found = error.getInstanceNode();
        return switch (error.getKeyword()) {
            case "required" -> lacks(path, error);
            case "type" ->
                PolicyProblem.at(path, "is " + article(kind(found)) + "; expected " + types(error.getSchemaNode()));
            case "enum" -> noneOf(path, found, texts(error.getSchemaNode()), " (case matters)");
            case "pattern" ->
                path.endsWith(".minimum-severity")
                        ? noneOf(path, found, SEVERITIES, "")
                        : PolicyProblem.at(path, "is " + found + "; expected a date as YYYY-MM-DD");
            case "minItems" -> PolicyProblem.at(path, "is an empty array; expected at least one element");
            case "maxItems" ->
                PolicyProblem.at(
                        path, "has " + found.size() + " elements; at most " + error.getSchemaNode() + " are taken");
            case "minLength" -> PolicyProblem.at(path, "is an empty string");
            case "maxLength" -> PolicyProblem.at(path, "is longer than " + error.getSchemaNode() + " characters");
            case "minimum" ->
                PolicyProblem.at(path, "is " + found + "; expected " + error.getSchemaNode() + " or more");
            case "maximum" ->
                PolicyProblem.at(path, "is " + found + "; expected " + error.getSchemaNode() + " or less");
            case "uniqueItems" ->
                PolicyProblem.at(path, "holds two equal elements").proposing("leave one of them out");
            default -> PolicyProblem.at(path, error.getMessage());
        };
    }

    private static PolicyProblem lacks(String path, Error error) {
        String key = error.getProperty();
        // Each alternative of an "anyOf" comes as an error of its own; they are told in the same words, hence once.
        List<String> alternatives = switch (key) {
            case "tags", "include", "semver" -> List.of("tags", "include", "semver");
            case "range", "newest" -> List.of("range", "newest");
            case "registry", "prefix" -> List.of("registry", "prefix");
            default -> List.of(key);
        };
        PolicyProblem problem = PolicyProblem.at(path, "lacks \"" + alternatives.getFirst() + "\"");
        return didYouMean(alternatives, error.getInstanceNode())
                .or(() -> hint(alternatives.getFirst()))
                .map(problem::proposing)
                .orElse(problem);
    }

    private static Optional<String> didYouMean(List<String> missing, JsonNode object) {
        return missing.stream()
                .flatMap(key -> PolicyKeys.writtenFor(key, object).stream()
                        .map(written -> "did you mean \"" + key + "\" where it says \"" + written + "\"?"))
                .findFirst();
    }

    private static Optional<String> hint(String missing) {
        return switch (missing) {
            case "version" -> Optional.of("write \"version\": \"v1\"");
            case "tags" -> Optional.of("write which tags, [\"*\"] for all, or \"include\" or \"semver\" instead");
            case "range" -> Optional.of("write \"range\": \">=1.2 <2\" or \"newest\": 3, or both");
            case "base" -> Optional.of("write \"base\": \"registry.example/debian:12\"");
            case "registry" ->
                Optional.of("write \"registry\": \"patched.example:5000\" or \"prefix\": \"patched\", or both");
            case "reason" -> Optional.of("say why it is ignored, for those who ask later");
            default -> Optional.empty();
        };
    }

    private static PolicyProblem noneOf(String path, JsonNode found, List<String> allowed, String note) {
        PolicyProblem problem = PolicyProblem.at(
                path,
                "is " + cut(found.toString()) + "; expected "
                        + (allowed.size() == 1 ? "" : "one of ")
                        + String.join(
                                ", ", allowed.stream().map(a -> "\"" + a + "\"").toList()) + note);
        Optional<String> proposal = Proposal.didYouMean(found.asText(), allowed);
        return proposal.map(problem::proposing).orElse(problem);
    }

    private static String cut(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static String types(JsonNode allowed) {
        return allowed.isArray()
                ? texts(allowed).stream().map(SchemaWords::article).collect(Collectors.joining(" or "))
                : article(allowed.asText());
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case BINARY, STRING -> "string";
            case BOOLEAN -> "boolean";
            case NULL, MISSING -> "null";
            case NUMBER -> "number";
            case OBJECT, POJO -> "object";
        };
    }

    private static String article(String noun) {
        return switch (noun) {
            case "null" -> noun;
            case "array", "integer", "object" -> "an " + noun;
            default -> "a " + noun;
        };
    }
}
