package dev.cssc.scan.inventory;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.TestScans;
import dev.cssc.scan.engine.InstalledPackage;
import dev.cssc.scan.engine.Inventory;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.service.ScanStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static dev.cssc.scan.TestScans.unfixed;
import static dev.cssc.scan.TestScans.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

/** Reports and the search, asked as an operator asks. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class InventorySearchTest {

    @Inject
    Transactions transactions;

    @Inject
    Memory memory;

    @Inject
    ImageStore images;

    /** The same database, older by then than is held for current. */
    private static final Scanner STALE = new Scanner(
            TestScans.SCANNER.name(), TestScans.SCANNER.version(), TestScans.SCANNER.database(), Optional.of(true));

    private final String id = UUID.randomUUID().toString().substring(0, 8);
    private final String source = "lib-" + id;
    private final String vulnerability = "CVE-" + id;
    private final Digest index = Digest.of("index " + id);
    private final Digest old = Digest.of("old " + id);
    private final Digest young = Digest.of("young " + id);
    private final Digest windows = Digest.of("windows " + id);

    @BeforeEach
    void remember() {
        Repository repository = new Repository("registry.example", "shop/" + id);
        keep(
                old,
                new ScanOutcome.Scanned(
                        inventory("1.9"), List.of(upgrade("bin-" + id, vulnerability)), List.of(), TestScans.SCANNER));
        keep(
                young,
                new ScanOutcome.Scanned(
                        inventory("1.10"), List.of(), List.of(unfixed("bin-" + id, vulnerability)), STALE));
        keep(windows, new ScanOutcome.NotUnderstood("only Linux images can be judged", TestScans.SCANNER));
        transactions.await(tx -> images.keepPlatforms(
                tx,
                repository,
                index,
                List.of(
                        new PlatformManifest(Platform.of("linux", "amd64"), old),
                        new PlatformManifest(Platform.of("linux", "arm64"), young),
                        new PlatformManifest(Platform.of("windows", "amd64"), windows))));
    }

    @Test
    void packageIsFoundByItsSourceInTheOrderOfItsPackageManager() {
        assertThat(found("package=" + source)).containsExactly("linux/amd64 1.9", "linux/arm64 1.10");
        assertThat(found("package=" + source + "&below=1.10")).containsExactly("linux/amd64 1.9");
        assertThat(found("package=bin-" + id + "&below=1.9")).isEmpty();
        assertThat(found("package=nobody-" + id)).isEmpty();
    }

    @Test
    void vulnerabilityIsFoundFixableOrNot() {
        assertThat(found("vulnerability=" + vulnerability)).containsExactlyInAnyOrder("linux/amd64 1", "linux/arm64 1");
        assertThat(found("vulnerability=CVE-nobody-" + id)).isEmpty();
    }

    @Test
    void longListIsReadPageByPage() {
        Response first = RestAssured.given()
                .queryParam("package", source)
                .queryParam("limit", 1)
                .get("/api/v1/inventory/images");

        assertThat(first.jsonPath().getList("")).hasSize(1);
        String next = first.getHeader("Link").replaceAll("^<(.*)>.*$", "$1");
        Response second = RestAssured.given().urlEncodingEnabled(false).get(next);

        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(second.jsonPath().getList("")).hasSize(1);
        assertThat(second.jsonPath().getString("[0].manifest"))
                .isNotEqualTo(first.jsonPath().getString("[0].manifest"));
    }

    @Test
    void searchForNothingInParticularIsRefused() {
        RestAssured.get("/api/v1/inventory/images?below=1")
                .then()
                .statusCode(400)
                .body("reason", org.hamcrest.Matchers.is("REQUEST_INVALID"));
    }

    @Test
    void reportOfAnIndexHasItsPlatformsInOrderAndSaysWhatNobodyUnderstood() {
        Response report = RestAssured.get("/api/v1/reports/" + index);

        assertThat(report.statusCode()).isEqualTo(200);
        assertThat(report.jsonPath().getList("platforms.platform"))
                .isEqualTo(List.of("linux/amd64", "linux/arm64", "windows/amd64"));
        assertThat(report.jsonPath().getString("platforms[0].report.findings[0].fixed"))
                .isEqualTo("2");
        assertThat(report.jsonPath().getString("platforms[0].report.images[0]")).contains("shop/" + id + "@" + index);
        assertThat(report.jsonPath().getString("platforms[2].notUnderstood")).contains("only Linux");
    }

    @Test
    void reportSaysWhereItsDatabaseWasStaleWhenItJudged() {
        var report = RestAssured.get("/api/v1/reports/" + index).jsonPath();

        assertThat(report.getString("platforms[1].report.scanner.stale")).isEqualTo("true");
        assertThat(report.getString("platforms[0].report.scanner.stale")).isNull();
    }

    @Test
    void reportIsServedAsSarifAndAsCsv() {
        RestAssured.get("/api/v1/reports/" + old + "?format=sarif")
                .then()
                .statusCode(200)
                .contentType("application/sarif+json")
                .body(containsString(vulnerability));
        assertThat(RestAssured.get("/api/v1/reports/" + index + "?format=csv")
                        .asString()
                        .lines())
                .hasSize(3);
    }

    @Test
    void unknownDigestHasNoReport() {
        RestAssured.get("/api/v1/reports/" + Digest.of("nobody " + id))
                .then()
                .statusCode(404)
                .body("reason", org.hamcrest.Matchers.is("REPORT_NOT_FOUND"));
        RestAssured.get("/api/v1/reports/12").then().statusCode(404);
        RestAssured.get("/api/v1/reports/" + old + "?format=pdf").then().statusCode(400);
        RestAssured.get("/api/v1/reports/" + old + "?format=engine").then().statusCode(404);
    }

    private void keep(Digest manifest, ScanOutcome outcome) {
        transactions.await(tx -> memory.keep(tx, manifest, outcome, ""));
    }

    private Inventory inventory(String version) {
        return new Inventory(
                new OperatingSystem("debian", "12.15"),
                false,
                List.of(new InstalledPackage("bin-" + id, version, "amd64", source, version)));
    }

    private static List<String> found(String query) {
        Response response = RestAssured.get("/api/v1/inventory/images?" + query);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        List<String> hits = new java.util.ArrayList<>();
        for (int i = 0; i < response.jsonPath().getList("").size(); i++) {
            hits.add(response.jsonPath().getString("[" + i + "].platform") + " "
                    + response.jsonPath().getString("[" + i + "].installed"));
        }
        return hits.stream().sorted().toList();
    }
}
