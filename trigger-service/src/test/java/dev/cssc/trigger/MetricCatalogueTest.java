package dev.cssc.trigger;

import dev.cssc.common.testing.MetricCatalogue;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What docs/observability.md lists is what the service shows, neither less nor more. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(TestRegistry.class)
class MetricCatalogueTest {
    private final MetricCatalogue catalogue = MetricCatalogue.read();

    private static String shown() {
        return get("/q/metrics").then().statusCode(200).extract().asString();
    }

    @Test
    void thePageListsEveryMetricWithItsLabels() {
        assertThat(catalogue.differences("trigger", shown())).isEmpty();
    }

    @Test
    void thePageKnowsHowFarConsumersAreBehind() {
        await().atMost(Duration.ofSeconds(150))
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(
                        () -> assertThat(catalogue.differencesOfKafka(shown())).isEmpty());
    }
}
