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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The published JSON Schema of a policy. */
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
        Set<PolicyProblem> problems = new LinkedHashSet<>();
        errors.stream()
                // What is of the wrong type is also none of the values allowed; once is enough.
                .filter(error ->
                        error.getKeyword().equals("type") || !ofWrongType.contains(error.getInstanceLocation()))
                .forEach(error -> problems.add(SchemaWords.problem(error)));
        return List.copyOf(problems);
    }
}
