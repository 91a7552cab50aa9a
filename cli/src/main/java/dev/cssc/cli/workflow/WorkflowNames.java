package dev.cssc.cli.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of workflows that are taken, and free ones.
 *
 * @param workflows those that there are
 */
record WorkflowNames(List<JsonNode> workflows) {
    /** The service's limit is 63; some room is left for a number. */
    private static final int LONGEST = 58;

    /** A name that is not taken, readable as the registry's: {@code registry.example.com-5000} for {@code registry.example.com:5000}. */
    String free(String registry) {
        String plain = registry.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        String stem = plain.isEmpty() ? "registry" : plain.substring(0, Math.min(LONGEST, plain.length()));
        Set<String> taken = new HashSet<>();
        workflows.forEach(workflow -> taken.add(Json.text(workflow, "name")));
        String name = stem;
        for (int number = 2; taken.contains(name); number++) {
            name = stem + "-" + number;
        }
        return name;
    }
}
