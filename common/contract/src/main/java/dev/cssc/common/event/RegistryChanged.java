package dev.cssc.common.event;

import dev.cssc.common.registry.definition.RegistryDefinition;

import java.time.Instant;
import java.util.Optional;

/**
 * A registry was defined, changed or removed. Whoever talks to registries keeps what is newest for each name: only a higher version than the
 * one known replaces it, and a removal is remembered by its version, so that neither a replay nor another order changes the outcome.
 *
 * @param name what it is called
 * @param version rises with every change of this name, and goes on rising after a removal
 * @param registry what it is from now on; empty where it was removed
 * @param at when, by the clock of the service that says so
 */
public record RegistryChanged(String name, long version, Optional<RegistryDefinition> registry, Instant at)
        implements Event {
    @Override
    public String key() {
        return name;
    }

    @Override
    public EventType type() {
        return EventType.REGISTRY_CHANGED;
    }
}
