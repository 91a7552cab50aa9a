package dev.cssc.common.admin;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
class AdminResourceTest {
    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    private final String run = "run-" + UUID.randomUUID();

    @Test
    void anErrorIsAProblemDocumentInEveryService() {
        get("/api/v1/nothing-here").then().statusCode(404).contentType("application/problem+json");
        get("/api/v1/jobs?limit=many").then().statusCode(400).contentType("application/problem+json");
    }

    @Test
    void aMessageThatWasNotUnderstoodIsListedWithItsReason() {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("cssc.run-cancelled", "k", "nonsense " + run));
            producer.flush();
        }

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(get("/api/v1/dead-letters")
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath()
                                .<Map<String, Object>>getList("$"))
                        .anySatisfy(letter -> assertThat(letter)
                                .containsEntry("topic", "cssc.run-cancelled")
                                .containsEntry("reason", "EVENT_INVALID")
                                .containsEntry("value", "nonsense " + run)));
    }
}
