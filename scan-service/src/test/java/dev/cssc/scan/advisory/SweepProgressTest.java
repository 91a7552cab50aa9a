package dev.cssc.scan.advisory;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Vulnerability;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.scan.engine.Knowledge;
import dev.cssc.scan.engine.ScanOutcome;
import dev.cssc.scan.inventory.ImageStore;
import dev.cssc.scan.inventory.KnowledgeStore;
import dev.cssc.scan.inventory.Memory;
import dev.cssc.scan.inventory.PlatformManifest;
import dev.cssc.scan.service.AdvisoryEngine;
import dev.cssc.scan.service.ScanStack;
import dev.cssc.scan.verdict.VerdictKind;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

@QuarkusTest
@TestProfile(AdvisoryEngine.Profile.class)
@WithTestResource(TestStack.class)
@WithTestResource(ScanStack.class)
class SweepProgressTest {

    @Inject
    AdvisoryEngine advisories;

    @Inject
    Sweeps sweeps;

    @Inject
    Announcements announcements;

    @Inject
    WatchedImageStore watched;

    @Inject
    ImageStore images;

    @Inject
    Memory memory;

    @Inject
    KnowledgeStore knowledges;

    @Inject
    JobWorker worker;

    @Inject
    Transactions transactions;

    private final String id = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void anOperatorSeesHowFarTheSweepIsAndWhatCameOfIt() {
        watch();
        advisories.know("db-2-" + id, Map.of("app-" + id, AdvisoryEngine.severe("CVE-" + id)));
        sweeps.watch();

        get("/api/v1/database/sweep")
                .then()
                .statusCode(200)
                .body("state", equalTo("running"))
                .body("database", equalTo("db-2-" + id))
                .body("begun", notNullValue())
                .body("finished", nullValue())
                .body("chunks", greaterThan(0))
                .body("chunksLeft", greaterThan(0))
                .body("sets", greaterThan(0))
                .body("setsLeft", greaterThan(0))
                .body("told", equalTo(0));
        get("/q/metrics").then().body(containsString("cssc_scan_sweep_left"));

        worker.runDue();
        announcements.tellDue();
        sweeps.watch();

        get("/api/v1/database/sweep")
                .then()
                .body("state", equalTo("over"))
                .body("finished", notNullValue())
                .body("chunksLeft", equalTo(0))
                .body("setsLeft", equalTo(0))
                .body("told", equalTo(1));
        get("/q/metrics")
                .then()
                .body(containsString("cssc_scan_sweep_left 0.0"))
                .body(containsString("cssc_scan_sweep_judged_total"))
                .body(containsString("cssc_scan_sweep_told_total"));
    }

    @Test
    void aDatabaseThatIsInUseAgainIsSweptWithWithoutJudgingAnew() {
        watch();
        sweep("db-1-" + id, Map.of());
        sweep("db-2-" + id, Map.of("app-" + id, AdvisoryEngine.severe("CVE-" + id)));
        assertThat(named()).containsExactly("CVE-" + id);
        int matches = advisories.matches();

        transactions.await(tx -> knowledges
                .number(tx, new Knowledge(new Scanner("advisory", "1", "db-1-" + id), ""))
                .flatMap(number -> knowledges.useAgain(tx, number)));
        sweep("db-1-" + id, Map.of());

        assertThat(named()).isEmpty();
        assertThat(advisories.matches()).isEqualTo(matches);
        get("/api/v1/database/sweep").then().body("database", equalTo("db-1-" + id));
    }

    private void sweep(String database, Map<String, Vulnerability> known) {
        advisories.know(database, known);
        sweeps.watch();
        worker.runDue();
    }

    private List<String> named() {
        return transactions.await(
                tx -> tx.column("select vulnerability from finding where package = 'app-" + id + "'", String.class)
                        .getResultList());
    }

    private void watch() {
        Repository repository = new Repository("registry.test", "progress/" + id);
        Digest digest = Digest.of(id);
        ScanOutcome.Scanned scan = new ScanOutcome.Scanned(
                AdvisoryEngine.inventory("app-" + id),
                List.of(),
                List.of(),
                new Scanner("advisory", "1", "db-1-" + id));
        WatchedImage image = new WatchedImage(
                "w-" + id,
                repository + ":1",
                Optional.of(digest),
                Optional.of("run"),
                repository,
                digest,
                Criteria.NONE,
                VerdictKind.CLEAN,
                Optional.of(Set.of()));
        transactions.await(tx -> images.keepPlatforms(
                        tx, repository, digest, List.of(new PlatformManifest(Platform.parse("linux/amd64"), digest)))
                .chain(() -> memory.keep(tx, digest, scan, ""))
                .chain(() -> watched.keep(tx, List.of(image))));
    }
}
