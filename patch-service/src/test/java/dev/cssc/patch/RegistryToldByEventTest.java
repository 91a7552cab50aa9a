package dev.cssc.patch;

import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The writer talks to a registry for as long as the events say so. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class RegistryToldByEventTest {
    @Inject
    Registries registries;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Test
    void aRegistryComesAndGoesWithItsEvents() {
        Topics topics = new Topics(kafka);
        String name = "r" + UUID.randomUUID().toString().substring(0, 8);
        String host = name + ".example";

        topics.send(new RegistryChanged(name, 1, Optional.of(RegistryDefinition.https(name, host)), Instant.now()));
        await().atMost(Duration.ofSeconds(30)).until(() -> registries.knows(host));
        assertThat(registries.settings(host)).isEqualTo(RegistrySettings.https(name, host));

        topics.send(new RegistryChanged(name, 2, Optional.empty(), Instant.now()));
        await().atMost(Duration.ofSeconds(30)).until(() -> !registries.knows(host));
    }
}
