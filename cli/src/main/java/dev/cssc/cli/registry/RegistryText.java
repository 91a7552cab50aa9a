package dev.cssc.cli.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cssc.cli.output.Json;
import dev.cssc.cli.output.Table;

import java.util.ArrayList;
import java.util.List;

/** Registries as people read them. */
final class RegistryText {
    private RegistryText() {}

    static Table table() {
        return new Table("NAME", "HOST", "CREDENTIALS", "SOURCE", "USABLE");
    }

    static String[] cells(JsonNode registry) {
        return new String[] {
            Json.text(registry, "name"),
            (Json.text(registry, "scheme").equals("http") ? "http://" : "") + Json.text(registry, "host"),
            credentials(registry.path("credentials")),
            Json.text(registry, "source"),
            registry.path("usable").asBoolean(true) ? "yes" : "no: " + Json.text(registry, "problem")
        };
    }

    /** Where the credentials are, in a few words; there is no secret to show. */
    private static String credentials(JsonNode credentials) {
        String kind = Json.text(credentials, "kind");
        return switch (kind) {
            case "secret-file" ->
                Json.text(credentials, "username") + ", secret file " + Json.text(credentials, "file");
            case "secret-env" -> Json.text(credentials, "username") + ", $" + Json.text(credentials, "variable");
            case "azure" -> "Azure " + Json.text(credentials, "identity") + " identity";
            case "docker-config" -> "Docker's configuration";
            default -> kind;
        };
    }

    /** What does not fit into the table. */
    static List<String> rest(JsonNode registry) {
        List<String> lines = new ArrayList<>();
        for (String list : List.of("realmHosts", "redirectHosts")) {
            List<String> hosts = Json.list(registry.path(list), "").stream()
                    .map(JsonNode::asText)
                    .toList();
            if (!hosts.isEmpty()) {
                lines.add((list.equals("realmHosts") ? "tokens also from: " : "may redirect to: ")
                        + String.join(", ", hosts));
            }
        }
        if (registry.path("allowPrivateAddress").asBoolean()) {
            lines.add("private addresses are allowed");
        }
        if (!Json.text(registry, "caFile").isEmpty()) {
            lines.add("trusts: " + Json.text(registry, "caFile"));
        }
        registry.path("limits")
                .fields()
                .forEachRemaining(limit ->
                        lines.add(limit.getKey() + ": " + limit.getValue().asText()));
        return lines;
    }
}
