package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The registries this installation talks to. There is no other: a host that is not here is refused before any connection. */
public final class Registries {
    private final Map<String, RegistrySettings> byHost = new TreeMap<>();

    /**
     * @throws IllegalArgumentException where two have the same host
     */
    public Registries(Collection<RegistrySettings> registries) {
        for (RegistrySettings registry : registries) {
            RegistrySettings other = byHost.put(key(registry.host()), registry);
            if (other != null) {
                throw new IllegalArgumentException("registries '" + other.name() + "' and '" + registry.name()
                        + "' are both configured for host " + registry.host());
            }
        }
    }

    /**
     * The registry of that host, as an image reference names it.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#REGISTRY_UNKNOWN} where it is not configured
     */
    public RegistrySettings settings(String host) {
        RegistrySettings found = byHost.get(key(host));
        if (found == null) {
            throw Failure.of(
                            ReasonCode.REGISTRY_UNKNOWN,
                            "registry " + host + " is not configured here; configured are " + byHost.keySet())
                    .toException();
        }
        return found;
    }

    /** True where the host is configured. */
    public boolean knows(String host) {
        return byHost.containsKey(key(host));
    }

    /** All of them, by host. */
    public List<RegistrySettings> all() {
        return List.copyOf(byHost.values());
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
