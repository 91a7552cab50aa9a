package dev.cssc.common.registry;

import dev.cssc.common.embedded.EmbeddedRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The contract with go-containerregistry's registry. */
class CraneRegistryTest extends RegistryClientContract {
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void start(@TempDir Path directory) {
        if (EmbeddedRegistry.isCraneInstalled()) {
            registry = EmbeddedRegistry.startCrane(directory);
        }
    }

    @BeforeEach
    void requireRegistry() {
        assumeTrue(EmbeddedRegistry.isCraneInstalled(), "crane is not on PATH");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Override
    RegistrySettings settings() {
        return RegistrySettings.plain("crane", registry.host());
    }
}
