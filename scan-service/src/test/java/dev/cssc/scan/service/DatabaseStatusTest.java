package dev.cssc.scan.service;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;

/** The database of the replayed Trivy is of 24 November 2026, and so stale by now. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
@EnabledIf(
        value = "dev.cssc.common.embedded.EmbeddedRegistry#isInstalled",
        disabledReason = "docker-registry is not installed")
class DatabaseStatusTest {

    @Test
    void anOperatorSeesWhichDatabaseItIsAndThatItIsStale() {
        get("/api/v1/database")
                .then()
                .statusCode(200)
                .body("state", equalTo("stale"))
                .body("stale", equalTo(true))
                .body("identity", equalTo("trivy-db:2@2026-11-24T05:00:00Z"))
                .body("made", equalTo("2026-11-24T05:00:00Z"))
                .body("ageSeconds", greaterThan(48 * 3600))
                .body("staleAfterSeconds", equalTo(48 * 3600))
                .body("source", containsString("cache"));
    }

    @Test
    void theServiceStaysReadyAndSaysSo() {
        get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'vulnerability database' }.data.state", equalTo("stale"));
    }

    @Test
    void whereTrivyKeepsTheDatabaseThereIsNothingToRefresh() {
        post("/api/v1/database/refresh")
                .then()
                .statusCode(400)
                .body("reason", equalTo("REQUEST_INVALID"))
                .body("detail", containsString("cssc.scan.trivy.db-repository"));
    }

    @Test
    void itsAgeIsAMetric() {
        org.hamcrest.MatcherAssert.assertThat(
                get("/q/metrics")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .lines()
                        .toList(),
                hasItem(containsString("cssc_database_age_seconds")));
    }
}
