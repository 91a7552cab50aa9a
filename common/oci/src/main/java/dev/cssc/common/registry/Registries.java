package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The registries this installation talks to. There is no other: a host that is not here is refused before any connection. Some are
 * configured and stay for as long as the process runs; others are stored, and may be replaced at any time. A configured one hides a
 * stored one of its name or host. Safe for use by many threads.
 */
public final class Registries {
    private final Map<String, RegistrySettings> configured = new TreeMap<>();
    private final List<Consumer<RegistrySettings>> farewells = new CopyOnWriteArrayList<>();
    private volatile Map<String, StoredRegistry> stored = Map.of();

    /**
     * With these as the configured ones, and none stored yet.
     *
     * @throws IllegalArgumentException where two have the same host
     */
    public Registries(Collection<RegistrySettings> registries) {
        for (RegistrySettings registry : registries) {
            RegistrySettings other = configured.put(key(registry.host()), registry);
            if (other != null) {
                throw new IllegalArgumentException("registries '" + other.name() + "' and '" + registry.name()
                        + "' are both configured for host " + registry.host());
            }
        }
    }

    /** Puts these in place of all stored ones. Whoever listens is told of each that is gone, or is not what it was. */
    public void replaceStored(Collection<StoredRegistry> registries) {
        Map<String, StoredRegistry> next = new TreeMap<>();
        registries.stream().filter(r -> !isConfigured(r.name(), r.host())).forEach(r -> next.put(key(r.host()), r));
        Map<String, StoredRegistry> before;
        synchronized (this) {
            before = stored;
            if (before.equals(next)) {
                return;
            }
            stored = next;
        }
        Set<StoredRegistry> gone = new HashSet<>(before.values());
        gone.removeAll(next.values());
        for (StoredRegistry registry : gone) {
            if (registry instanceof StoredRegistry.Usable(RegistrySettings settings)) {
                farewells.forEach(farewell -> farewell.accept(settings));
            }
        }
    }

    /** Has the listener told of every registry that is not used any more as it was. */
    void onFarewell(Consumer<RegistrySettings> listener) {
        farewells.add(listener);
    }

    /**
     * The registry of that host, as an image reference names it.
     *
     * @throws dev.cssc.common.failure.FailureException {@link ReasonCode#REGISTRY_UNKNOWN} where it is not defined,
     *     {@link ReasonCode#REGISTRY_UNUSABLE} where it is, and this process cannot use it
     */
    public RegistrySettings settings(String host) {
        RegistrySettings fixed = configured.get(key(host));
        if (fixed != null) {
            return fixed;
        }
        StoredRegistry found = stored.get(key(host));
        return switch (found) {
            case null -> throw unknown(host);
            case StoredRegistry.Usable(RegistrySettings settings) -> settings;
            case StoredRegistry.Unusable(String name, String at, String why) ->
                throw Failure.of(ReasonCode.REGISTRY_UNUSABLE, "using registry " + name + " (" + at + "): " + why)
                        .toException();
        };
    }

    private RuntimeException unknown(String host) {
        Set<String> known = new HashSet<>(stored.keySet());
        known.addAll(configured.keySet());
        return Failure.of(
                        ReasonCode.REGISTRY_UNKNOWN,
                        "registry " + host + " is not defined here; defined are "
                                + known.stream().sorted().toList())
                .toException();
    }

    /** True where the host is defined. */
    public boolean knows(String host) {
        return configured.containsKey(key(host)) || stored.containsKey(key(host));
    }

    /** True where the configuration has a registry of that name or host. */
    public boolean isConfigured(String name, String host) {
        return configured.containsKey(key(host)) || configured(name).isPresent();
    }

    /** The configured registry of that name. */
    public Optional<RegistrySettings> configured(String name) {
        return configured.values().stream().filter(r -> r.name().equals(name)).findFirst();
    }

    /** All configured ones, by host. */
    public List<RegistrySettings> configured() {
        return List.copyOf(configured.values());
    }

    /** All that can be used, by host. */
    public List<RegistrySettings> all() {
        Map<String, RegistrySettings> all = new TreeMap<>(configured);
        stored.forEach((host, registry) -> {
            if (registry instanceof StoredRegistry.Usable(RegistrySettings settings)) {
                all.put(host, settings);
            }
        });
        return List.copyOf(all.values());
    }

    private static String key(String host) {
        return host.toLowerCase(Locale.ROOT);
    }
}
