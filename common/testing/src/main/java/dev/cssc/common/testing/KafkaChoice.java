package dev.cssc.common.testing;

import dev.cssc.common.embedded.EmbeddedKafka;
import org.apache.kafka.common.utils.Exit;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

import java.util.Locale;
import java.util.Optional;

/** Which broker the tests run against; the one switch between the two. */
enum KafkaChoice {
    /** In this JVM; needs nothing. */
    EMBEDDED {
        @Override
        String start() {
            // While the JVM ends, its directory goes away under the broker, which then halts the JVM with 1: passed
            // tests would fail.
            Exit.setHaltProcedure(
                    (status, message) -> System.err.println("the broker of the tests gave up: " + message));
            return EmbeddedKafka.start(OncePerJvm.directory("kafka"), 0).bootstrapServers();
        }
    },

    /** In a container; needs a Docker daemon and the image {@code -Dcssc.test.kafka.image} (default {@code apache/kafka:4.1.2}). */
    TESTCONTAINERS {
        @Override
        String start() {
            DockerImageName image = DockerImageName.parse(
                            setting("cssc.test.kafka.image").orElse("apache/kafka:4.1.2"))
                    .asCompatibleSubstituteFor("apache/kafka");
            // Ends with this JVM, or is removed by Testcontainers' own reaper.
            @SuppressWarnings("resource")
            KafkaContainer container = new KafkaContainer(image).withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop-kafka-container"));
            return container.getBootstrapServers();
        }
    };

    /** Starts the broker and answers its {@code bootstrap.servers}. */
    abstract String start();

    static KafkaChoice configured() {
        String chosen = setting("cssc.test.kafka").orElse("embedded");
        return switch (chosen.toLowerCase(Locale.ROOT)) {
            case "embedded" -> EMBEDDED;
            case "testcontainers" -> TESTCONTAINERS;
            default ->
                throw new IllegalArgumentException(
                        "cssc.test.kafka is '" + chosen + "'; expected 'embedded' or 'testcontainers'");
        };
    }

    private static Optional<String> setting(String key) {
        return Optional.ofNullable(System.getProperty(key))
                .or(() -> Optional.ofNullable(
                        System.getenv(key.toUpperCase(Locale.ROOT).replace('.', '_'))))
                .filter(value -> !value.isBlank());
    }
}
