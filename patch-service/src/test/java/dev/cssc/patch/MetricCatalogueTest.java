package dev.cssc.patch;

import dev.cssc.common.testing.MetricCatalogue;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.graft.CountedGrafts;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

/** What docs/observability.md lists is what the service shows, neither less nor more. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class MetricCatalogueTest {
    private final MetricCatalogue catalogue = MetricCatalogue.read();

    @Inject
    CountedGrafts grafts;

    private static String shown() {
        return get("/q/metrics").then().statusCode(200).extract().asString();
    }

    @Test
    void thePageListsEveryMetricWithItsLabels() {
        grafts.countEach();

        assertThat(catalogue.differences("patch", shown())).isEmpty();
    }
}
