package dev.cssc.common.registry.config;

import dev.cssc.common.registry.AzureHosts;
import dev.cssc.common.registry.AzureSettings;
import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.RequestBudget;
import dev.cssc.common.registry.Scheme;
import dev.cssc.common.registry.Secret;
import dev.cssc.common.registry.StoredRegistry;
import dev.cssc.common.registry.Timeouts;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.Protocol;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.registry.definition.RequestLimits;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns definitions into settings: finds what they name in this process's own surroundings. A definition was checked by whoever stored it;
 * what it names may still be missing here.
 */
public final class DefinedRegistries {
    private final Optional<Path> directory;
    private final Path dockerConfig;
    private final Map<String, String> environment;

    /** Looks where the configuration says. */
    public DefinedRegistries(SecretsConfig secrets) {
        this(secrets.directory(), secrets.dockerConfig(), System.getenv());
    }

    /** Looks in these places. */
    public DefinedRegistries(Optional<Path> directory, Optional<Path> dockerConfig, Map<String, String> environment) {
        this.directory = directory;
        this.environment = Map.copyOf(environment);
        this.dockerConfig = dockerConfig.orElseGet(this::usualDockerConfig);
    }

    /** The registry as this process sees it. */
    public StoredRegistry of(RegistryDefinition definition) {
        try {
            return new StoredRegistry.Usable(settings(definition));
        } catch (MissingException e) {
            return new StoredRegistry.Unusable(definition.name(), definition.host(), String.valueOf(e.getMessage()));
        }
    }

    private RegistrySettings settings(RegistryDefinition definition) {
        return new RegistrySettings(
                definition.name(),
                definition.host(),
                definition.scheme() == Protocol.HTTP ? Scheme.HTTP : Scheme.HTTPS,
                credentials(definition),
                Set.copyOf(definition.realmHosts()),
                Set.copyOf(definition.redirectHosts()),
                definition.allowPrivateAddress(),
                definition.caFile().map(this::file),
                timeouts(definition.limits()),
                budget(definition.limits()));
    }

    private CredentialSource credentials(RegistryDefinition definition) {
        return switch (definition.credentials()) {
            case CredentialReference.Anonymous() -> CredentialSource.ANONYMOUS;
            case CredentialReference.SecretFile(String username, String file) ->
                new CredentialSource.StaticUser(username, new Secret.FromFile(file(file)));
            case CredentialReference.SecretVariable(String username, String variable) -> {
                if (environment.getOrDefault(variable, "").isEmpty()) {
                    throw new MissingException("the environment variable " + variable + " is missing in this service");
                }
                yield new CredentialSource.StaticUser(username, new Secret.FromEnvironment(variable));
            }
            case CredentialReference.DockerConfig() -> {
                if (!Files.isReadable(dockerConfig)) {
                    throw new MissingException("the Docker configuration " + dockerConfig
                            + " of this service cannot be read; cssc.secrets.docker-config names another");
                }
                yield new CredentialSource.DockerConfig(dockerConfig);
            }
            case CredentialReference.Azure(var identity, Optional<String> tenant, Optional<String> clientId) -> {
                if (!AzureHosts.isRegistry(definition.host())) {
                    throw new MissingException(definition.host()
                            + " is no registry of Azure, and would be sent tokens that open all registries of the identity;"
                            + " private clouds are configured under cssc.registries");
                }
                yield new CredentialSource.AzureIdentity(AzureSettings.publicCloud(
                        switch (identity) {
                            case WORKLOAD -> new AzureSettings.Identity.Workload(clientId, Optional.empty());
                            case MANAGED -> new AzureSettings.Identity.Managed(clientId);
                        },
                        tenant));
            }
        };
    }

    /** Names were checked when the definition was read; a stored one that somebody tampered with still leads nowhere else. */
    private Path file(String name) {
        Path base = directory.orElseThrow(() -> new MissingException(
                "the file " + name + " is named, and cssc.secrets.directory is not set in this service"));
        Path file = base.resolve(name).normalize();
        if (!base.normalize().equals(file.getParent())) {
            throw new MissingException("what should be the name of a file in " + base + " leads elsewhere");
        }
        if (!Files.isReadable(file)) {
            throw new MissingException("the file " + name + " in cssc.secrets.directory (" + base + ") cannot be read");
        }
        return file;
    }

    private Path usualDockerConfig() {
        return Optional.ofNullable(environment.get("DOCKER_CONFIG"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "/"), ".docker"))
                .resolve("config.json");
    }

    private static Timeouts timeouts(RequestLimits limits) {
        return new Timeouts(
                seconds(limits.connectSeconds(), Timeouts.DEFAULT.connect()),
                seconds(limits.readSeconds(), Timeouts.DEFAULT.read()),
                seconds(limits.transferSeconds(), Timeouts.DEFAULT.transfer()));
    }

    private static Duration seconds(Optional<Integer> seconds, Duration otherwise) {
        return seconds.map(s -> Duration.ofSeconds(s)).orElse(otherwise);
    }

    private static RequestBudget budget(RequestLimits limits) {
        return new RequestBudget(
                limits.concurrent().orElse(RequestBudget.DEFAULT.concurrent()),
                limits.perSecond().orElse(RequestBudget.DEFAULT.perSecond()),
                RequestBudget.DEFAULT.patience());
    }

    /** Leaves the search for what a definition names. */
    private static final class MissingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingException(String what) {
            super(what);
        }
    }
}
