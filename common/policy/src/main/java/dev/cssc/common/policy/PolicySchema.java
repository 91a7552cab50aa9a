package dev.cssc.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The published JSON Schema of a policy and the words in which a breach of it is told. */
final class PolicySchema {
    /** Class-path name of the published schema. */
    static final String RESOURCE = "/schemas/policy.v1.json";

    private final Schema schema;

    PolicySchema() {
        try (InputStream resource = PolicySchema.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the class path lacks " + RESOURCE);
            }
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(resource, InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every breach of the schema, in the order in which the schema names its rules. */
    List<PolicyProblem> problems(JsonNode document) {
        List<Error> errors = schema.validate(document);
        Set<NodePath> ofWrongType = errors.stream()
                .filter(error -> error.getKeyword().equals("type"))
                .map(Error::getInstanceLocation)
                .collect(Collectors.toSet());
        return errors.stream()
                // What is of the wrong type is also none of the values allowed; once is enough.
                .filter(error ->
                        error.getKeyword().equals("type") || !ofWrongType.contains(error.getInstanceLocation()))
                .map(error ->
                        new PolicyProblem(JsonPath.of(error.getInstanceLocation()), message(error), Optional.empty()))
                .toList();
    }

    // Our own words: the validator's depend on the machine's language.
    private static String message(Error error) {
        return switch (error.getKeyword()) {
            case "required" -> "lacks \"" + error.getProperty() + "\"";
            case "type" ->
                "is " + article(found(error.getInstanceNode())) + "; expected "
                        + article(error.getSchemaNode().asText());
            case "enum" ->
                "is " + error.getInstanceNode() + "; expected one of " + error.getSchemaNode() + " (case matters)";
            case "minItems" -> "is an empty array; expected at least one element";
            case "minLength" -> "is an empty string";
            case "uniqueItems" -> "holds two equal elements";
            default -> error.getMessage();
        };
    }

    private static String found(JsonNode node) {
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
            case "array", "object" -> "an " + noun;
            default -> "a " + noun;
        };
    }
}
