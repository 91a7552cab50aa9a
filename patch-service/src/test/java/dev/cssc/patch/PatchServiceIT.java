package dev.cssc.patch;

import dev.cssc.common.process.Executables;
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
@WithTestResource(BuildahEngine.class)
class PatchServiceIT {

    @Test
    void itIsReadyWithDatabaseAndBroker() {
        // Where the engine's program is not installed, that check alone is down, and says so.
        get("/q/health/ready")
                .then()
                .body("checks.findAll { it.name != 'patch-engine' }.status", everyItem(equalTo("UP")))
                .body(
                        "checks.find { it.name == 'patch-engine' }.status",
                        equalTo(Executables.find("buildah").isPresent() ? "UP" : "DOWN"));
    }

    @Test
    void itSaysWhichEngineItHas() {
        get("/api/v1/engine").then().statusCode(200).body("engine", equalTo("buildah"));
    }

    @Test
    void patchesAndJobsAreListedAndWhatIsUnknownIsAProblem() {
        get("/api/v1/patches").then().statusCode(200).body("$", empty());
        get("/api/v1/jobs").then().statusCode(200).body("$", empty());
        get("/api/v1/patches/0b9f9a3e-6f6e-5a58-9d5e-0d2f3b1c4a5b")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("reason", equalTo("PATCH_NOT_FOUND"));
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
        get("/q/metrics").then().statusCode(200).body(containsString("cssc_ready"), containsString("kafka_consumer"));
        get("/q/openapi").then().statusCode(200).body(containsString("/api/v1/patches"));
    }
}
