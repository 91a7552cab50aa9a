package dev.cssc.common.registry;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections to the configured registries, one each: its sockets, its tokens and its budget of requests are shared by all who get it
 * here. Safe for use by many threads.
 */
public final class RegistryConnections {
    private final Registries registries;
    private final InstantSource clock;
    private final Waiting waiting;
    private final Map<RegistrySettings, RegistryConnection> bySettings = new ConcurrentHashMap<>();

    /** Connections to exactly these registries, made when they are first needed. */
    public RegistryConnections(Registries registries) {
        this(registries, InstantSource.system(), Waiting.SLEEP);
    }

    /** With the clock by which tokens expire, and the way waiting goes by. */
    RegistryConnections(Registries registries, InstantSource clock, Waiting waiting) {
        this.registries = registries;
        this.clock = clock;
        this.waiting = waiting;
    }

    RegistryConnection to(String host) {
        return bySettings.computeIfAbsent(
                registries.settings(host), settings -> new RegistryConnection(settings, clock, waiting));
    }

    InstantSource clock() {
        return clock;
    }
}
