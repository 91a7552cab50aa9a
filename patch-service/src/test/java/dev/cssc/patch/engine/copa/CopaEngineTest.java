package dev.cssc.patch.engine.copa;

import dev.cssc.common.process.ChildProcesses;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchEngineContract;
import dev.cssc.patch.engine.TestRegistry;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import java.time.Duration;

/** The contract with real Copa and the BuildKit named by {@code CSSC_BUILDKIT_ADDR} (for example {@code tcp://127.0.0.1:1234}). */
@EnabledIfEnvironmentVariable(
        named = "CSSC_BUILDKIT_ADDR",
        matches = ".+",
        disabledReason = "no BuildKit named by CSSC_BUILDKIT_ADDR")
@EnabledIf(value = "dev.cssc.patch.engine.copa.CopaEngineTest#copaIsInstalled", disabledReason = "no copa on PATH")
class CopaEngineTest extends PatchEngineContract {
    static boolean copaIsInstalled() {
        return dev.cssc.common.process.Executables.find("copa").isPresent();
    }

    @Override
    protected PatchEngine engine(TestRegistry registry) {
        return new CopaEngine(
                new ChildProcesses(),
                registry.client,
                registry.credentials,
                TestCopa.config("copa", System.getenv("CSSC_BUILDKIT_ADDR")),
                Duration.ofMinutes(5));
    }
}
