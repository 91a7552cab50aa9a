package dev.cssc.common.registry;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

import static dev.cssc.common.registry.FakeRegistry.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The contract with Debian's docker-registry behind HTTP Basic. */
class DockerRegistryWithUsersTest extends RegistryClientContract {
    private static EmbeddedRegistry registry;

    @BeforeAll
    static void start(@TempDir Path directory) {
        if (EmbeddedRegistry.isInstalled()) {
            // robot:secret
            registry = EmbeddedRegistry.start(EmbeddedRegistry.Settings.in(directory)
                    .onlyFor("robot:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"));
        }
    }

    @BeforeEach
    void requireRegistry() {
        assumeTrue(EmbeddedRegistry.isInstalled(), "docker-registry is not on PATH");
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            registry.close();
        }
    }

    @Override
    RegistrySettings settings() {
        return RegistrySettings.plain("users", registry.host()).as(new Credentials("robot", "secret"));
    }

    @Test
    void wrongPasswordIsUnauthorizedAndNotNotFound() {
        RegistryClient client = new HttpRegistryClient(new Registries(
                List.of(RegistrySettings.plain("users", registry.host()).as(new Credentials("robot", "wrong")))));

        assertThat(failure(() -> client.tags(new Repository(registry.host(), "app")))
                        .reason())
                .isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);
    }
}
