package dev.cssc.cli.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of a registry, at its making and at changes. What is not given is not in the document. */
final class DefinitionOptions {
    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            description = "https, or http for loopback hosts; default for a new one: https, for a loopback host http.")
    private Optional<String> scheme = Optional.empty();

    @Option(
            names = "--insecure",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Accept http for another host; credentials then travel readable.")
    private Optional<Boolean> insecure = Optional.empty();

    @Option(
            names = "--username",
            paramLabel = "USER",
            description = "Who the services are there; with --secret-file or --secret-env.")
    private Optional<String> username = Optional.empty();

    @ArgGroup(exclusive = true)
    private @Nullable Source source;

    @Option(
            names = "--azure-identity",
            paramLabel = "KIND",
            description = "workload (AKS, the default) or managed (the machine's).")
    private Optional<String> identity = Optional.empty();

    @Option(names = "--tenant", paramLabel = "ID", description = "With --azure: the directory, where not AKS says it.")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "With --azure: the identity, where not AKS says it.")
    private Optional<String> clientId = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "NAME",
            description = "PEM file in the services' directory of secrets: the certificates to trust.")
    private Optional<String> caFile = Optional.empty();

    @Option(
            names = "--realm-host",
            paramLabel = "HOST",
            description = "A further host that may be asked for tokens and gets the credentials for that; repeatable.")
    private List<String> realmHosts = new ArrayList<>();

    @Option(
            names = "--redirect-host",
            paramLabel = "HOST",
            description = "A further host that it may redirect to, or *.DOMAIN; never gets credentials; repeatable.")
    private List<String> redirectHosts = new ArrayList<>();

    @Option(
            names = "--allow-private-address",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Whether these hosts may be loopback or private addresses.")
    private Optional<Boolean> allowPrivate = Optional.empty();

    @Option(names = "--per-second", paramLabel = "N", description = "Most requests a second, for each process; 0: any.")
    private Optional<Integer> perSecond = Optional.empty();

    @Option(names = "--concurrent", paramLabel = "N", description = "Most requests at once, for each process.")
    private Optional<Integer> concurrent = Optional.empty();

    /** Where the credentials are. */
    static final class Source {
        @Option(
                names = "--secret-file",
                required = true,
                paramLabel = "NAME",
                description = "The file in the services' directory of secrets that holds the password; no path.")
        private Optional<String> file = Optional.empty();

        @Option(
                names = "--secret-env",
                required = true,
                paramLabel = "NAME",
                description = "The services' environment variable that holds it, CSSC_SECRET_….")
        private Optional<String> variable = Optional.empty();

        @Option(names = "--docker-config", required = true, description = "The services' Docker configuration.")
        private boolean dockerConfig;

        @Option(names = "--azure", required = true, description = "The services' identity in Microsoft Entra.")
        private boolean azure;

        @Option(names = "--anonymous", required = true, description = "None.")
        private boolean anonymous;
    }

    /** True where nothing was given. */
    boolean isEmpty() {
        return document().isEmpty() && username.isEmpty();
    }

    /** True where the scheme was given. */
    boolean namesScheme() {
        return scheme.isPresent();
    }

    /** True where a realm's host was given. */
    boolean namesRealm() {
        return !realmHosts.isEmpty();
    }

    /**
     * What was given, as the API takes it.
     *
     * @throws CliException where options do not go together
     */
    ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        scheme.ifPresent(value -> document.put("scheme", value));
        insecure.ifPresent(value -> document.put("insecure", value));
        allowPrivate.ifPresent(value -> document.put("allowPrivateAddress", value));
        caFile.ifPresent(value -> document.put("caFile", value));
        list(document, "realmHosts", realmHosts);
        list(document, "redirectHosts", redirectHosts);
        credentials().ifPresent(value -> document.set("credentials", value));
        ObjectNode limits = JsonNodeFactory.instance.objectNode();
        concurrent.ifPresent(value -> limits.put("concurrent", value));
        perSecond.ifPresent(value -> limits.put("perSecond", value));
        if (!limits.isEmpty()) {
            document.set("limits", limits);
        }
        return document;
    }

    private Optional<ObjectNode> credentials() {
        boolean azure = source != null && source.azure;
        if (!azure && (identity.isPresent() || tenant.isPresent() || clientId.isPresent())) {
            throw invalid("--azure-identity, --tenant and --client-id go with --azure.");
        }
        boolean user = source != null && (source.file.isPresent() || source.variable.isPresent());
        if (user != username.isPresent()) {
            throw invalid(
                    user
                            ? "--secret-file and --secret-env go with --username."
                            : "--username goes with --secret-file or --secret-env. Passwords are not taken on the command"
                                    + " line: put it into a file in the services' directory of secrets.");
        }
        if (source == null) {
            return Optional.empty();
        }
        ObjectNode credentials = JsonNodeFactory.instance.objectNode();
        username.ifPresent(value -> credentials.put("username", value));
        source.file.ifPresent(value -> credentials.put("kind", "secret-file").put("file", value));
        source.variable.ifPresent(value -> credentials.put("kind", "secret-env").put("variable", value));
        if (source.dockerConfig) {
            credentials.put("kind", "docker-config");
        }
        if (source.anonymous) {
            credentials.put("kind", "anonymous");
        }
        if (azure) {
            credentials.put("kind", "azure").put("identity", identity.orElse("workload"));
            tenant.ifPresent(value -> credentials.put("tenant", value));
            clientId.ifPresent(value -> credentials.put("clientId", value));
        }
        return Optional.of(credentials);
    }

    private static void list(ObjectNode document, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode list = document.putArray(field);
            values.forEach(list::add);
        }
    }

    private static CliException invalid(String why) {
        return new CliException(ExitCode.INVALID, why);
    }
}
