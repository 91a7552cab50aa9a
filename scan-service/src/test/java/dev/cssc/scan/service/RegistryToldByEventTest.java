package dev.cssc.scan.service;

import dev.cssc.common.embedded.EmbeddedRegistry;
import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.Protocol;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.registry.definition.RequestLimits;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A registry that nobody configured here is used once an event told of it, with the secret that the event only names. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class RegistryToldByEventTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    Registries registries;

    private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void anImageInItIsScanned(@TempDir Path directory) {
        Wire wire = new Wire(kafka);
        EmbeddedRegistry.Settings open = EmbeddedRegistry.Settings.in(directory);
        EmbeddedRegistry first = EmbeddedRegistry.start(open);
        String host = first.host();
        for (String tag : List.of("before", "after")) {
            ImageBuild.of(Layer.ofFiles(Map.of("id", name))).push(host, "demo/vulnerable", tag);
        }
        first.close();
        // robot:secret
        try (EmbeddedRegistry guarded = EmbeddedRegistry.start(
                open.on(first.port()).onlyFor("robot:$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"))) {
            String before = guarded.host() + "/demo/vulnerable:before";
            wire.say("cssc.image-due", "{\"image\": \"" + before + "\"}", Map.of());
            ImageStatus unknown =
                    wire.awaitStatus(before, status -> status.state().terminal());
            assertThat(unknown.state()).isEqualTo(State.FAILED);
            assertThat(unknown.reason()).contains(ReasonCode.REGISTRY_UNKNOWN);

            wire.say(new RegistryChanged(name, 1, Optional.of(definition(host)), Instant.now()));
            await().atMost(Duration.ofSeconds(30)).until(() -> registries.knows(host));
            String after = guarded.host() + "/demo/vulnerable:after";
            wire.say("cssc.image-due", "{\"image\": \"" + after + "\"}", Map.of());

            VulnsFound found = wire.awaitEvent(EventType.VULNS_FOUND, VulnsFound.class, after);
            assertThat(found.source().name()).isEqualTo(after);
            wire.say(new RegistryChanged(name, 2, Optional.empty(), Instant.now()));
            await().atMost(Duration.ofSeconds(30)).until(() -> !registries.knows(host));
        }
    }

    private RegistryDefinition definition(String host) {
        return new RegistryDefinition(
                name,
                host,
                Protocol.HTTP,
                false,
                List.of(),
                List.of(),
                true,
                Optional.empty(),
                new CredentialReference.SecretFile("robot", "robot"),
                RequestLimits.DEFAULT);
    }
}
