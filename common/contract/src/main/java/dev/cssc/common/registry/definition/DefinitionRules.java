package dev.cssc.common.registry.definition;

import dev.cssc.common.image.Repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a definition must keep to, beyond the types of its fields. Each rule answers with what was expected. */
public final class DefinitionRules {
    /** Hosts of one kind that a registry may have beside its own. */
    private static final int MOST_HOSTS = 20;

    private static final int LONGEST_SECONDS = 24 * 60 * 60;
    private static final int MOST_REQUESTS = 10_000;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");

    // No path separator, and no leading dot: neither another directory nor a hidden file can be named.
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern VARIABLE =
            Pattern.compile(CredentialReference.VARIABLE_PREFIX + "[A-Za-z0-9_]{1,100}");

    // RFC 7617: the user of HTTP Basic has no colon.
    private static final Pattern USERNAME = Pattern.compile("[^:\\p{Cntrl}]{1,255}");
    private static final Pattern ENTRA_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,127}");

    private final List<DefinitionProblem> problems = new ArrayList<>();

    private DefinitionRules() {}

    /** Everything that is wrong with the definition; empty where nothing is. */
    public static List<DefinitionProblem> check(RegistryDefinition definition) {
        DefinitionRules rules = new DefinitionRules();
        rules.checkAll(definition);
        return List.copyOf(rules.problems);
    }

    /** True for hosts that never leave this machine, by their name. */
    public static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host).matches();
    }

    /** What is wrong with the host, if anything. */
    public static Optional<String> hostProblem(String host) {
        try {
            new Repository(host, "x");
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage() + "; expected host[:port] without scheme and path");
        }
    }

    /** What is wrong with a host that may be redirected to, if anything: a host, or {@code *.} and a domain of at least two labels. */
    public static Optional<String> redirectHostProblem(String host) {
        if (!host.startsWith("*.")) {
            return hostProblem(host);
        }
        String domain = host.substring(2);
        return domain.contains(".") && !domain.contains(":")
                ? hostProblem(domain)
                : Optional.of("is too wide or has a port: '" + host
                        + "'; expected *. and a domain such as blob.core.windows.net");
    }

    private void checkAll(RegistryDefinition d) {
        require(
                "$.name",
                d.name(),
                NAME,
                "1 to 63 lower-case letters, digits and '-', beginning with a letter or digit");
        hosts("$.host", List.of(d.host()), DefinitionRules::hostProblem);
        hosts("$.realmHosts", d.realmHosts(), DefinitionRules::hostProblem);
        hosts("$.redirectHosts", d.redirectHosts(), DefinitionRules::redirectHostProblem);
        if (d.scheme() == Protocol.HTTP && !d.insecure() && !isLoopback(d.host())) {
            problem(
                    "$.scheme",
                    "http is for loopback hosts; for " + d.host()
                            + " set \"insecure\": true, knowing that credentials travel readable");
        }
        d.caFile().ifPresent(file -> file("$.caFile", file));
        credentials(d.credentials());
        limits(d.limits());
    }

    private void hosts(String path, List<String> hosts, Function<String, Optional<String>> rule) {
        if (hosts.size() > MOST_HOSTS) {
            problem(path, "has more than " + MOST_HOSTS + " hosts");
        }
        hosts.forEach(host -> rule.apply(host).ifPresent(why -> problem(path, why)));
    }

    private void credentials(CredentialReference reference) {
        switch (reference) {
            case CredentialReference.Anonymous() -> {}
            case CredentialReference.DockerConfig() -> {}
            case CredentialReference.SecretFile(String username, String file) -> {
                username(username);
                file("$.credentials.file", file);
            }
            case CredentialReference.SecretVariable(String username, String variable) -> {
                username(username);
                require(
                        "$.credentials.variable",
                        variable,
                        VARIABLE,
                        "the name of an environment variable of the services that begins with "
                                + CredentialReference.VARIABLE_PREFIX);
            }
            case CredentialReference.Azure(var identity, Optional<String> tenant, Optional<String> clientId) -> {
                tenant.ifPresent(id -> require("$.credentials.tenant", id, ENTRA_ID, "the id of an Entra directory"));
                clientId.ifPresent(
                        id -> require("$.credentials.clientId", id, ENTRA_ID, "the id of an Entra identity"));
            }
        }
    }

    private void username(String username) {
        require("$.credentials.username", username, USERNAME, "1 to 255 characters without ':' and control characters");
    }

    private void file(String path, String name) {
        require(
                path,
                name,
                FILE,
                "the name of a file in the services' directory of secrets (cssc.secrets.directory), without any path");
    }

    private void limits(RequestLimits limits) {
        within("$.limits.connectSeconds", limits.connectSeconds(), 1, LONGEST_SECONDS);
        within("$.limits.readSeconds", limits.readSeconds(), 1, LONGEST_SECONDS);
        within("$.limits.transferSeconds", limits.transferSeconds(), 1, LONGEST_SECONDS);
        within("$.limits.concurrent", limits.concurrent(), 1, MOST_REQUESTS);
        within("$.limits.perSecond", limits.perSecond(), 0, MOST_REQUESTS);
    }

    private void within(String path, Optional<Integer> value, int least, int most) {
        Predicate<Integer> outside = v -> v < least || v > most;
        value.filter(outside).ifPresent(v -> problem(path, "is " + v + "; expected " + least + " to " + most));
    }

    private void require(String path, String value, Pattern form, String expected) {
        // The length first: java.util.regex recurses on long input. The value is not repeated: it may be a secret in
        // the wrong place.
        if (value.length() > 255 || !form.matcher(value).matches()) {
            problem(path, "expected " + expected);
        }
    }

    private void problem(String path, String message) {
        problems.add(new DefinitionProblem(path, message));
    }
}
