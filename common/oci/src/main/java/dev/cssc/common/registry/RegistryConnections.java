package dev.cssc.common.registry;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections to the defined registries, one each: its sockets, its tokens and its budget of requests are shared by all who get it
 * here. A registry that is defined otherwise gets another one; work that has the old one ends on it. Safe for use by many threads.
 */
public final class RegistryConnections {
    private final Registries registries;
    private final InstantSource clock;
    private final Waiting waiting;
    private final RequestListener listener;
    private final Map<RegistrySettings, RegistryConnection> bySettings = new ConcurrentHashMap<>();

    /** Connections to exactly these registries, made when they are first needed. */
    public RegistryConnections(Registries registries) {
        this(registries, RequestListener.NONE);
    }

    /** The same, with somebody who is told of each request. */
    public RegistryConnections(Registries registries, RequestListener listener) {
        this(registries, InstantSource.system(), Waiting.SLEEP, listener);
    }

    /** With the clock by which tokens expire, and the way waiting goes by. */
    RegistryConnections(Registries registries, InstantSource clock, Waiting waiting) {
        this(registries, clock, waiting, RequestListener.NONE);
    }

    private RegistryConnections(Registries registries, InstantSource clock, Waiting waiting, RequestListener listener) {
        this.registries = registries;
        this.clock = clock;
        this.waiting = waiting;
        this.listener = listener;
        registries.onFarewell(this::drop);
    }

    RegistryConnection to(String host) {
        return bySettings.computeIfAbsent(registries.settings(host), this::open);
    }

    private RegistryConnection open(RegistrySettings settings) {
        try {
            return new RegistryConnection(settings, clock, waiting, listener);
        } catch (IllegalArgumentException e) {
            throw Failure.of(
                            ReasonCode.REGISTRY_UNUSABLE,
                            "using registry " + settings.name() + " (" + settings.host() + "): " + e.getMessage())
                    .toException(e);
        }
    }

    private void drop(RegistrySettings settings) {
        Optional.ofNullable(bySettings.remove(settings)).ifPresent(RegistryConnection::close);
    }

    /** How many are open; for tests. */
    int open() {
        return bySettings.size();
    }

    InstantSource clock() {
        return clock;
    }
}
