package dev.cssc.patch;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.util.Map;
import java.util.stream.Collectors;

/** A registry more. */
public final class SecondRegistryResource implements QuarkusTestResourceLifecycleManager {
    private final RegistryResource registry = new RegistryResource();

    @Override
    public Map<String, String> start() {
        return registry.start().entrySet().stream()
                .collect(Collectors.toMap(
                        property -> property.getKey().replace(".test.", ".second."), Map.Entry::getValue));
    }

    @Override
    public void stop() {
        registry.stop();
    }
}
