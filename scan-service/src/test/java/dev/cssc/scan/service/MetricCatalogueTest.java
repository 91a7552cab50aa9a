package dev.cssc.scan.service;

import dev.cssc.common.testing.MetricCatalogue;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

/** What docs/observability.md lists is what the service shows, neither less nor more. */
@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class MetricCatalogueTest {
    private final MetricCatalogue catalogue = MetricCatalogue.read();

    private static String shown() {
        return get("/q/metrics").then().statusCode(200).extract().asString();
    }

    @Test
    void thePageListsEveryMetricWithItsLabels() {
        assertThat(catalogue.differences("scan", shown())).isEmpty();
    }
}
