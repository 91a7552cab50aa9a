package dev.cssc.common.testing;

import dev.cssc.common.embedded.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} a database and a broker: {@code @WithTestResource(TestStack.class)} or
 * {@code @QuarkusTestResource(TestStack.class)}. Both are real, are started by the first test that asks, and serve every later test of the
 * same JVM; a test that needs emptiness uses names of its own. The broker is the embedded one, or, with {@code -Dcssc.test.kafka=testcontainers}
 * (or {@code CSSC_TEST_KAFKA}), {@code apache/kafka} in a container.
 */
public final class TestStack implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        String database = OncePerJvm.get("database", TestStack::startDatabase);
        String kafka = OncePerJvm.get("kafka", () -> KafkaChoice.configured().start());
        return Map.of(
                "quarkus.datasource.reactive.url",
                database,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + database,
                "quarkus.datasource.username",
                "postgres",
                "quarkus.datasource.password",
                "postgres",
                "kafka.bootstrap.servers",
                kafka);
    }

    private static String startDatabase() {
        return EmbeddedDatabase.start(OncePerJvm.directory("database"), 0, EmbeddedDatabase.Durability.SCRATCH)
                .reactiveUrl();
    }

    /** Nothing: both serve the next test class, and end with the JVM. */
    @Override
    public void stop() {}
}
