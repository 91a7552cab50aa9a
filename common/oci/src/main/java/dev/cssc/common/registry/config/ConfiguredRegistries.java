package dev.cssc.common.registry.config;

import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.RequestBudget;
import dev.cssc.common.registry.Scheme;
import dev.cssc.common.registry.Timeouts;
import dev.cssc.common.registry.definition.DefinitionRules;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns the configuration into {@link Registries}, or says everything that is wrong with it at once, each by its key. */
public final class ConfiguredRegistries {
    private final List<String> problems = new ArrayList<>();

    private ConfiguredRegistries() {}

    /**
     * The registries of this configuration.
     *
     * @throws IllegalArgumentException naming every key that is wrong; never a password
     */
    public static Registries of(RegistriesConfig config) {
        ConfiguredRegistries reading = new ConfiguredRegistries();
        List<RegistrySettings> all = new ArrayList<>();
        config.registries().forEach((name, registry) -> all.add(reading.settings(name, registry)));
        if (!reading.problems.isEmpty()) {
            throw new IllegalArgumentException("registries cannot be used as configured: "
                    + String.join("; ", reading.problems.stream().sorted().toList()));
        }
        return new Registries(all);
    }

    private RegistrySettings settings(String name, RegistriesConfig.Registry registry) {
        String prefix = "cssc.registries." + name + ".";
        requireHost(prefix + "host", registry.host());
        Set<String> realms = registry.realmHosts().orElse(Set.of());
        realms.forEach(host -> requireHost(prefix + "realm-hosts", host));
        Set<String> redirects = registry.redirectHosts().orElse(Set.of());
        redirects.forEach(host -> DefinitionRules.redirectHostProblem(host)
                .ifPresent(why -> problems.add(prefix + "redirect-hosts: " + why)));
        registry.caFile()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> problems.add(prefix + "ca-file: " + file + " cannot be read"));
        return new RegistrySettings(
                name,
                registry.host(),
                scheme(prefix, registry),
                new ConfiguredCredentials(problems).read(prefix, registry),
                realms,
                redirects,
                registry.allowPrivateAddress(),
                registry.caFile(),
                new Timeouts(
                        positive(prefix + "connect-timeout", registry.connectTimeout()),
                        positive(prefix + "read-timeout", registry.readTimeout()),
                        positive(prefix + "transfer-timeout", registry.transferTimeout())),
                budget(prefix, registry));
    }

    private Scheme scheme(String prefix, RegistriesConfig.Registry registry) {
        return switch (registry.scheme()) {
            case "https" -> Scheme.HTTPS;
            case "http" -> {
                if (!registry.insecure() && !DefinitionRules.isLoopback(registry.host())) {
                    problems.add(prefix + "scheme: http is for loopback hosts; for " + registry.host()
                            + " set insecure=true, knowing that credentials travel readable");
                }
                yield Scheme.HTTP;
            }
            default -> {
                problems.add(prefix + "scheme: neither https nor http: '" + registry.scheme() + "'");
                yield Scheme.HTTPS;
            }
        };
    }

    private RequestBudget budget(String prefix, RegistriesConfig.Registry registry) {
        int concurrent = registry.maxConcurrentRequests();
        if (concurrent < 1) {
            problems.add(prefix + "max-concurrent-requests: not a positive number: " + concurrent);
        }
        int perSecond = registry.requestsPerSecond();
        if (perSecond < 0) {
            problems.add(prefix + "requests-per-second: neither 0 nor a positive number: " + perSecond);
        }
        Duration patience = positive(prefix + "rate-limit-patience", registry.rateLimitPatience());
        return new RequestBudget(
                Math.max(1, concurrent), Math.max(0, perSecond), patience.isNegative() ? Duration.ZERO : patience);
    }

    private Duration positive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            problems.add(key + ": not a positive time: " + value);
        }
        return value;
    }

    private void requireHost(String key, String host) {
        DefinitionRules.hostProblem(host).ifPresent(why -> problems.add(key + ": " + why));
    }
}
