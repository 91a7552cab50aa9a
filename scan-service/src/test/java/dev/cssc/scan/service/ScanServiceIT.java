package dev.cssc.scan.service;

import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Test;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.matchesPattern;

/** The packaged service, on a JVM or native: what a native program was not told of is missing here. */
@QuarkusIntegrationTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class ScanServiceIT {

    @Test
    void itIsReadyWithDatabaseAndBroker() {
        get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks.status", everyItem(equalTo("UP")));
    }

    @Test
    void theVulnerabilityDatabaseIsReadByAChildProcess() {
        get("/api/v1/database").then().statusCode(200).body("identity", equalTo("trivy-db:2@2026-11-24T05:00:00Z"));
    }

    @Test
    void jobsAndImagesAreListedAndWhatIsUnknownIsAProblem() {
        get("/api/v1/jobs").then().statusCode(200).body("$", empty());
        get("/api/v1/inventory/images?package=openssl").then().statusCode(200).body("$", empty());
        get("/api/v1/jobs/0b9f9a3e-6f6e-5a58-9d5e-0d2f3b1c4a5b")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("reason", equalTo("JOB_NOT_FOUND"));
    }

    @Test
    void itKnowsWhichVersionItIs() {
        get("/q/health/started")
                .then()
                .body(
                        "checks.find { it.name == 'started' }.data.version",
                        matchesPattern("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"));
        get("/q/metrics").then().body(matchesPattern("(?s).*\\ncssc_build_info\\{.*version=\"\\d+\\.\\d+.*"));
    }

    @Test
    void itsMetricsAndItsInterfaceAreShown() {
        get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("cssc_database_age_seconds"), containsString("kafka_consumer"));
        get("/q/openapi").then().statusCode(200).body(containsString("/api/v1/inventory"));
    }
}
