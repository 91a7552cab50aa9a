package dev.cssc.common.registrystore;

import dev.cssc.common.event.RegistryChanged;
import dev.cssc.common.outbox.DeadLetterTopic;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.config.DefinedRegistries;
import dev.cssc.common.registry.definition.CredentialReference;
import dev.cssc.common.registry.definition.RegistryDefinition;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
class RegistryStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DefinedRegistries NO_SECRETS =
            new DefinedRegistries(Optional.empty(), Optional.empty(), Map.of());

    @Inject
    RegistryStore store;

    @Inject
    Transactions transactions;

    @Inject
    Registries registries;

    @Inject
    RegistryStoreConfig config;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final String name = "r" + UUID.randomUUID().toString().substring(0, 8);
    private final String host = name + ".example";
    private final RegistryDefinition definition = RegistryDefinition.https(name, host);

    private RegistryChanged change(long version) {
        return change(version, definition);
    }

    private static RegistryChanged change(long version, RegistryDefinition to) {
        return new RegistryChanged(to.name(), version, Optional.of(to), Instant.EPOCH);
    }

    private RegistryChanged removal(long version) {
        return new RegistryChanged(name, version, Optional.empty(), Instant.EPOCH);
    }

    private boolean keep(RegistryChanged change) {
        return transactions.await(tx -> store.keep(tx, change));
    }

    private Optional<RegistryChanged> newest() {
        return transactions.await(tx -> store.find(tx, name));
    }

    private RegistryRefresh replica(Registries other, DefinedRegistries definitions) {
        return new RegistryRefresh(transactions, store, other, definitions, config);
    }

    @Test
    void onlyAHigherVersionCounts() {
        assertThat(keep(change(5))).isTrue();

        assertThat(keep(removal(5))).isFalse();
        assertThat(keep(removal(4))).isFalse();
        assertThat(newest()).contains(change(5));
        assertThat(keep(removal(6))).isTrue();
        assertThat(newest()).contains(removal(6));
    }

    @Test
    void aRemovalIsRememberedSoThatAnOldDefinitionDoesNotComeBack() {
        keep(removal(7));

        assertThat(keep(change(6))).isFalse();
        assertThat(newest()).contains(removal(7));
    }

    @Test
    void inWhateverOrderTheyArriveTheNewestIsTheOutcome() {
        List<RegistryChanged> all = new ArrayList<>(LongStream.rangeClosed(1, 9)
                .mapToObj(version -> version % 3 == 0 ? removal(version) : change(version))
                .toList());
        all.addAll(List.copyOf(all.subList(2, 6)));
        Collections.shuffle(all, new Random(42));

        all.forEach(this::keep);

        assertThat(newest()).contains(removal(9));
    }

    @Test
    void versionsRiseAlsoWhereTheClockDoesNotAndWhereTheTableWasLost() {
        long first = transactions.await(tx -> store.nextVersion(tx, name));
        assertThat(first).isGreaterThan(Instant.parse("2020-01-01T00:00:00Z").toEpochMilli());
        long future = first + Duration.ofDays(1_000).toMillis();
        keep(change(future));

        long next = transactions.await(tx -> store.nextVersion(tx, name));
        assertThat(next).isEqualTo(future + 1);
    }

    @Test
    void whatIsToldOnTheTopicIsUsedWithinSecondsAndNoMoreAfterARemoval() {
        RegistryTopic topic = new RegistryTopic(kafka);
        topic.tell(change(1));
        await().atMost(PATIENCE).until(() -> registries.knows(host));
        assertThat(registries.settings(host)).isEqualTo(RegistrySettings.https(name, host));

        topic.tell(removal(2));
        await().atMost(PATIENCE).until(() -> !registries.knows(host));

        topic.tell(change(1));
        topic.tell(change(3, RegistryDefinition.https(name, host).as(new CredentialReference.DockerConfig())));
        await().atMost(PATIENCE).until(() -> registries.knows(host));
        assertThat(newest().map(RegistryChanged::version)).contains(3L);
    }

    @Test
    void anotherReplicaSeesAChangeWithinSecondsAndARestartedOneAtOnce() throws Exception {
        Registries other = new Registries(List.of());
        RegistryRefresh refresh = replica(other, NO_SECRETS);
        refresh.start(new StartupEvent());
        try {
            keep(change(1));
            await().atMost(PATIENCE).until(() -> other.knows(host));

            keep(removal(2));
            await().atMost(PATIENCE).until(() -> !other.knows(host));
            keep(change(3));
        } finally {
            refresh.stop(new ShutdownEvent());
        }

        Registries restarted = new Registries(List.of());
        replica(restarted, NO_SECRETS).refresh();
        assertThat(restarted.knows(host)).isTrue();
    }

    @Test
    void aSecretThatTurnsUpLateMakesTheRegistryUsableWithoutAnyChange(@TempDir Path secrets) throws Exception {
        Registries here = new Registries(List.of());
        RegistryRefresh refresh =
                replica(here, new DefinedRegistries(Optional.of(secrets), Optional.empty(), Map.of()));
        keep(change(1, definition.as(new CredentialReference.SecretFile("robot", "late"))));
        refresh.start(new StartupEvent());
        try {
            assertThat(here.knows(host)).isTrue();
            assertThat(here.all()).extracting(RegistrySettings::name).doesNotContain(name);

            Files.writeString(secrets.resolve("late"), "word");

            await().atMost(PATIENCE)
                    .until(() -> here.all().stream().anyMatch(r -> r.name().equals(name)));
        } finally {
            refresh.stop(new ShutdownEvent());
        }
    }

    @Test
    void aDefinitionThatBreaksTheRulesIsADeadLetter() {
        RegistryTopic topic = new RegistryTopic(kafka);

        topic.tell(change(1, definition.as(new CredentialReference.SecretFile("robot", "../../etc/passwd"))));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topic.deadLetters()).anySatisfy(letter -> {
                    assertThat(letter.key()).isEqualTo(name);
                    assertThat(new String(
                                    letter.headers()
                                            .lastHeader(DeadLetterTopic.REASON_HEADER)
                                            .value(),
                                    StandardCharsets.UTF_8))
                            .isEqualTo("EVENT_INVALID");
                }));
        assertThat(newest()).isEmpty();
    }

    @Test
    void theTopicKeepsTheNewestOfEveryNameForServicesThatComeLater() throws Exception {
        assertThat(new RegistryTopic(kafka).cleanup()).isEqualTo("compact");
    }
}
