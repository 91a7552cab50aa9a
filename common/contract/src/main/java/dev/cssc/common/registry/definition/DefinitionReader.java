package dev.cssc.common.registry.definition;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Reads a definition that somebody submitted, and finds everything that is wrong with it at once. Stricter than the reader of events: a
 * field that nobody knows may be a mistyped one, and a secret is refused instead of ignored, so that its owner learns of it.
 */
public final class DefinitionReader {
    private static final Set<String> FIELDS = Set.of(
            "name",
            "host",
            "scheme",
            "insecure",
            "realmHosts",
            "redirectHosts",
            "allowPrivateAddress",
            "caFile",
            "credentials",
            "limits");
    private static final Map<String, Set<String>> OF_KIND = Map.of(
            "anonymous", Set.of(),
            "secret-file", Set.of("username", "file"),
            "secret-env", Set.of("username", "variable"),
            "docker-config", Set.of(),
            "azure", Set.of("identity", "tenant", "clientId"));
    private static final Set<String> SECRETS =
            Set.of("password", "secret", "token", "pass", "identitytoken", "registrytoken", "clientsecret", "auth");

    private final List<DefinitionProblem> problems = new ArrayList<>();

    private DefinitionReader() {}

    /**
     * Reads the document.
     *
     * @param name what it is called where the document does not say, for example by its address
     */
    public static DefinitionReading read(JsonNode document, Optional<String> name) {
        DefinitionReader reader = new DefinitionReader();
        if (!document.isObject()) {
            reader.problem("$", "is no JSON object");
            return new DefinitionReading.Refused(reader.problems);
        }
        RegistryDefinition definition = reader.definition(document, name);
        if (reader.problems.isEmpty()) {
            reader.problems.addAll(DefinitionRules.check(definition));
        }
        return reader.problems.isEmpty()
                ? new DefinitionReading.Accepted(definition)
                : new DefinitionReading.Refused(reader.problems);
    }

    private RegistryDefinition definition(JsonNode document, Optional<String> name) {
        refuseUnknown("$", document, FIELDS);
        return new RegistryDefinition(
                name.orElseGet(() -> required("$", document, "name")),
                required("$", document, "host"),
                choice("$", document, "scheme", Map.of("https", Protocol.HTTPS, "http", Protocol.HTTP), Protocol.HTTPS),
                flag(document, "insecure"),
                texts(document, "realmHosts"),
                texts(document, "redirectHosts"),
                flag(document, "allowPrivateAddress"),
                text("$", document, "caFile"),
                credentials(document.path("credentials")),
                limits(document.path("limits")));
    }

    private CredentialReference credentials(JsonNode node) {
        CredentialReference anonymous = new CredentialReference.Anonymous();
        if (isAbsent(node)) {
            return anonymous;
        }
        String path = "$.credentials";
        if (!node.isObject()) {
            problem(path, "is no JSON object");
            return anonymous;
        }
        String kind = choice(
                path,
                node,
                "kind",
                OF_KIND.keySet().stream()
                        .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity())),
                "");
        Set<String> fields = new HashSet<>(OF_KIND.getOrDefault(kind, Set.of("username", "file", "variable")));
        fields.add("kind");
        refuseUnknown(path, node, fields);
        return switch (kind) {
            case "secret-file" ->
                new CredentialReference.SecretFile(required(path, node, "username"), required(path, node, "file"));
            case "secret-env" ->
                new CredentialReference.SecretVariable(
                        required(path, node, "username"), required(path, node, "variable"));
            case "docker-config" -> new CredentialReference.DockerConfig();
            case "azure" -> azure(path, node);
            case "anonymous" -> anonymous;
            default -> {
                if (isAbsent(node.path("kind"))) {
                    problem(path, "lacks \"kind\"; expected one of " + sorted(OF_KIND.keySet()));
                }
                yield anonymous;
            }
        };
    }

    private CredentialReference azure(String path, JsonNode node) {
        return new CredentialReference.Azure(
                choice(
                        path,
                        node,
                        "identity",
                        Map.of(
                                "workload", CredentialReference.AzureIdentity.WORKLOAD,
                                "managed", CredentialReference.AzureIdentity.MANAGED),
                        CredentialReference.AzureIdentity.WORKLOAD),
                text(path, node, "tenant"),
                text(path, node, "clientId"));
    }

    private RequestLimits limits(JsonNode node) {
        if (isAbsent(node)) {
            return RequestLimits.DEFAULT;
        }
        String path = "$.limits";
        if (!node.isObject()) {
            problem(path, "is no JSON object");
            return RequestLimits.DEFAULT;
        }
        refuseUnknown(
                path, node, Set.of("connectSeconds", "readSeconds", "transferSeconds", "concurrent", "perSecond"));
        return new RequestLimits(
                number(path, node, "connectSeconds"),
                number(path, node, "readSeconds"),
                number(path, node, "transferSeconds"),
                number(path, node, "concurrent"),
                number(path, node, "perSecond"));
    }

    private void refuseUnknown(String path, JsonNode node, Set<String> known) {
        node.fieldNames().forEachRemaining(field -> {
            if (known.contains(field)) {
                return;
            }
            String plain = field.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
            problem(
                    path + "." + (field.length() > 40 ? field.substring(0, 40) + "…" : field),
                    SECRETS.contains(plain)
                            ? "a secret is not taken here, because definitions are stored and shown. Put it into a file in the services'"
                                    + " directory of secrets (cssc.secrets.directory) and name it:"
                                    + " \"credentials\": {\"kind\": \"secret-file\", \"username\": …, \"file\": …}; or use"
                                    + " secret-env, docker-config or azure. What was sent should be replaced by a new secret"
                            : "is no field of a registry; expected " + sorted(known));
        });
    }

    private String required(String path, JsonNode node, String field) {
        Optional<String> value = text(path, node, field);
        if (isAbsent(node.path(field))) {
            problem(path, "lacks \"" + field + "\"");
        }
        return value.orElse("");
    }

    private Optional<String> text(String path, JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            problem(path + "." + field, "is no string");
            return Optional.empty();
        }
        return Optional.of(value.textValue());
    }

    private List<String> texts(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (isAbsent(value)) {
            return List.of();
        }
        if (!value.isArray()
                || !StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual)) {
            problem("$." + field, "is no list of strings");
            return List.of();
        }
        return StreamSupport.stream(value.spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    private boolean flag(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!isAbsent(value) && !value.isBoolean()) {
            problem("$." + field, "is neither true nor false");
        }
        return value.asBoolean(false);
    }

    private Optional<Integer> number(String path, JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isInt()) {
            problem(path + "." + field, "is no whole number");
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    private <E> E choice(String path, JsonNode node, String field, Map<String, E> choices, E otherwise) {
        Optional<String> value = text(path, node, field);
        if (value.isPresent() && !choices.containsKey(value.get())) {
            problem(path + "." + field, "is none of " + sorted(choices.keySet()));
        }
        return value.map(choices::get).orElse(otherwise);
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }

    private void problem(String path, String message) {
        problems.add(new DefinitionProblem(path, message));
    }
}
