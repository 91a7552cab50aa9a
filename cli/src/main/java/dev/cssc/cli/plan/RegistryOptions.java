package dev.cssc.cli.plan;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.HttpRegistryClient;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.RequestBudget;
import dev.cssc.common.registry.Scheme;
import dev.cssc.common.registry.Timeouts;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the command itself reaches registries. It talks to those that the user or his policy names, and to no other: over TLS, or plainly
 * where the host is a loopback one. A registry that is configured for the services in this environment ({@code CSSC_REGISTRIES_…}) is
 * reached as they would.
 */
public final class RegistryOptions {
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?");

    /** Whose token service has another host than the registry. */
    private static final Map<String, Set<String>> KNOWN_REALMS =
            Map.of("docker.io", Set.of("auth.docker.io"), "registry.gitlab.com", Set.of("gitlab.com"));

    @Option(
            names = "--scheme",
            paramLabel = "SCHEME",
            description = "https or http; default: http for a loopback host, else https.")
    private Optional<Scheme> scheme = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM certificates to trust in place of the platform's.")
    private Optional<Path> caFile = Optional.empty();

    @Option(
            names = "--allow-private",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description =
                    "Whether a registry may have a private address; default: ${DEFAULT-VALUE}, since you name it.")
    private boolean allowPrivate = true;

    @Option(
            names = "--docker-config",
            paramLabel = "PATH",
            description = "Docker's configuration with the credentials; default: $DOCKER_CONFIG, else ~/.docker.")
    private Optional<Path> dockerConfig = Optional.empty();

    @Option(
            names = "--realm-host",
            paramLabel = "HOST",
            description = "A further host that may be asked for tokens and gets the credentials for that.")
    private List<String> realmHosts = new ArrayList<>();

    /**
     * The host that an option names.
     *
     * @throws CliException where it is none, with what may be meant
     */
    public static String requireHost(String option, String text) {
        if (isHost(text)) {
            return text;
        }
        String plain = text.replaceFirst("^[a-z]+://", "").replaceFirst("/.*", "");
        throw new CliException(
                ExitCode.INVALID,
                option + " is '" + text + "', which is no registry; expected host[:port]"
                        + (isHost(plain) ? ". Did you mean '" + plain + "'?" : "."));
    }

    /**
     * A client of exactly these registries.
     *
     * @param hosts host and optional port of each
     * @throws CliException where an option or the environment cannot be used
     */
    public RegistryClient client(Set<String> hosts) {
        Map<String, RegistrySettings> configured = configured();
        List<RegistrySettings> all = new ArrayList<>();
        Set<String> inSmallLetters = hosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String host : inSmallLetters) {
            if (isHost(host)) {
                all.add(Optional.ofNullable(configured.get(host)).orElseGet(() -> settings(host)));
            }
        }
        return new HttpRegistryClient(new Registries(all));
    }

    /**
     * One registry as the command itself reaches it.
     *
     * @throws CliException where the host is none, or an option or the environment cannot be used
     */
    public RegistrySettings reached(String host) {
        return Optional.ofNullable(
                        configured().get(requireHost("The registry", host).toLowerCase(Locale.ROOT)))
                .orElseGet(() -> settings(host));
    }

    /** The hosts that give out tokens for registries known to have them elsewhere. */
    public static Set<String> knownRealms(String host) {
        return KNOWN_REALMS.getOrDefault(host.toLowerCase(Locale.ROOT), Set.of());
    }

    private RegistrySettings settings(String host) {
        caFile.filter(file -> !Files.isReadable(file)).ifPresent(file -> {
            throw new CliException(ExitCode.INVALID, "--ca-file " + file + " cannot be read.");
        });
        boolean loopback = LOOPBACK.matcher(host).matches();
        Set<String> realms = new TreeSet<>(realmHosts);
        realms.addAll(knownRealms(host));
        return new RegistrySettings(
                host,
                host,
                scheme.orElse(loopback ? Scheme.HTTP : Scheme.HTTPS),
                credentials(),
                realms,
                Set.of(),
                allowPrivate,
                caFile,
                Timeouts.DEFAULT,
                RequestBudget.DEFAULT);
    }

    private CredentialSource credentials() {
        if (dockerConfig.isPresent()) {
            Path file = inside(dockerConfig.get());
            if (!Files.isReadable(file)) {
                throw new CliException(ExitCode.INVALID, "--docker-config: " + file + " cannot be read.");
            }
            return new CredentialSource.DockerConfig(file);
        }
        Path file = inside(Optional.ofNullable(System.getenv("DOCKER_CONFIG"))
                .filter(path -> !path.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".docker")));
        return Files.isRegularFile(file) ? new CredentialSource.DockerConfig(file) : CredentialSource.ANONYMOUS;
    }

    private static Path inside(Path named) {
        return Files.isRegularFile(named) ? named : named.resolve("config.json");
    }

    /** Those of the services' own environment variables, by host. */
    private static Map<String, RegistrySettings> configured() {
        Map<String, RegistrySettings> byHost = new TreeMap<>();
        // Reading a configuration takes a while, and most people have none.
        if (System.getenv().keySet().stream().anyMatch(key -> key.startsWith("CSSC_REGISTRIES_"))) {
            EnvironmentRegistries.read()
                    .all()
                    .forEach(settings -> byHost.put(settings.host().toLowerCase(Locale.ROOT), settings));
        }
        return byHost;
    }

    /** What is no host is told by the plan itself, as a name that no registry can have. */
    private static boolean isHost(String host) {
        try {
            return !new Repository(host, "x").registry().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
