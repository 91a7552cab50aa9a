package dev.cssc.patch.engine.copa;

import io.smallrye.config.SmallRyeConfigBuilder;

import java.util.HashMap;
import java.util.Map;

/** Settings of the Copa engine, as a configuration would give them. */
final class TestCopa {
    private TestCopa() {}

    static CopaConfig config(String program, String address) {
        return config(program, address, Map.of());
    }

    /**
     * @param more settings below {@code cssc.patch.copa}, without that prefix
     */
    static CopaConfig config(String program, String address, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of("program", program, "address", address));
        all.putAll(more);
        Map<String, String> prefixed = new HashMap<>();
        all.forEach((key, value) -> prefixed.put("cssc.patch.copa." + key, value));
        return new SmallRyeConfigBuilder()
                .withMapping(CopaConfig.class)
                .withDefaultValues(prefixed)
                .build()
                .getConfigMapping(CopaConfig.class);
    }
}
