package dev.cssc.patch.engine.copa;

import dev.cssc.patch.PatchConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

import java.util.Map;

/** Settings of the Copa engine, as a configuration would give them. */
final class TestCopa {
    private TestCopa() {}

    static PatchConfig.Copa config(String program, String address) {
        return new SmallRyeConfigBuilder()
                .withMapping(PatchConfig.class)
                .withDefaultValues(Map.of("cssc.patch.copa.program", program, "cssc.patch.copa.address", address))
                .build()
                .getConfigMapping(PatchConfig.class)
                .copa();
    }
}
