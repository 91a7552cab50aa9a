package dev.cssc.common.admin;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.job.ScriptedHandler;
import dev.cssc.common.joblog.JobLog;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;

@QuarkusTest
@WithTestResource(TestStack.class)
class JobResourceTest {
    @Inject
    JobStore jobs;

    @Inject
    JobWorker worker;

    @Inject
    ScriptedHandler handler;

    @Inject
    Transactions transactions;

    private final String run = "run-" + UUID.randomUUID();
    private final String subject = "subject-" + UUID.randomUUID();

    @BeforeEach
    void nothingIsLeftOver() {
        update("delete from job");
    }

    private void update(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    private UUID store(String kind, String flow) {
        UUID id = UUID.randomUUID();
        transactions.await(tx -> jobs.enqueue(tx, new NewJob(id, kind, run, subject, "{}", 0).inFlow(flow)));
        return id;
    }

    private UUID failed() {
        handler.script(subject, job -> {
            throw Failure.of(ReasonCode.UNSUPPORTED_IMAGE, "scratch").toException();
        });
        UUID id = store(ScriptedHandler.KIND, "w");
        assertThat(worker.runDue()).isPositive();
        return id;
    }

    private static JsonPath list(String query) {
        return get("/api/v1/jobs" + query).then().statusCode(200).extract().jsonPath();
    }

    @Test
    void jobsAreListedByWhatOneAsksFor() {
        UUID ours = store("elsewhere", "nightly");
        store("another", "daily");

        assertThat(list("?run=" + run).getList("id")).hasSize(2);
        assertThat(list("?flow=nightly&kind=elsewhere&state=queued&subject=" + subject)
                        .<Map<String, Object>>getList("$"))
                .singleElement()
                .satisfies(job -> assertThat(job)
                        .containsEntry("id", ours.toString())
                        .containsEntry("kind", "elsewhere")
                        .containsEntry("flow", "nightly")
                        .containsEntry("subject", subject)
                        .containsEntry("state", "QUEUED")
                        .containsEntry("attempt", 0)
                        .doesNotContainKey("log"));
        assertThat(list("?run=nobody").getList("$")).isEmpty();
    }

    @Test
    void aLongListIsReadInPagesThatMissNothing() {
        for (int i = 0; i < 5; i++) {
            store("elsewhere", "w");
        }
        // Of one time, so that only the id tells them apart.
        update("update job set created_at = '2026-01-01 00:00:00.123456+00'");
        List<String> seen = new ArrayList<>();
        String next = "/api/v1/jobs?run=" + run + "&limit=2";
        int pages = 0;
        while (!next.isEmpty()) {
            Response page = get(next);
            seen.addAll(page.jsonPath().getList("id"));
            Matcher link = Pattern.compile("<https?://[^/]+([^>]+)>; rel=\"next\"")
                    .matcher(String.valueOf(page.getHeader("Link")));
            next = link.find() ? link.group(1) : "";
            pages++;
        }

        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void whatCannotBeReadIsRefusedAndNotGuessed() {
        for (String query : List.of("limit=0", "limit=1001", "limit=many", "state=asleep", "before=yesterday")) {
            get("/api/v1/jobs?" + query)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("reason", equalTo("REQUEST_INVALID"));
        }
    }

    @Test
    void aJobIsShownWithWhatHappenedInItsAttempts() {
        handler.script(subject, job -> {
            JobLog.current().line("looked at " + job.subject());
            throw Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "no answer").toException();
        });
        UUID id = store(ScriptedHandler.KIND, "w");

        worker.runDue();

        get("/api/v1/jobs/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("FAILED"))
                .body("reason", equalTo("REGISTRY_UNREACHABLE"))
                .body("log.attempt", equalTo(List.of(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)))
                .body("log[0].text", matchesPattern("attempt 1 by \\d+@.+"))
                .body("log.text", hasItems("looked at " + subject, "REGISTRY_UNREACHABLE: no answer"))
                .body("log[-1].text", matchesPattern("given up after .+ s"));
    }

    @Test
    void theLogOfAJobHasALimitAndSaysWhereItWasCut() {
        handler.script(subject, job -> {
            for (int i = 0; i < 100; i++) {
                JobLog.current().line("first " + i + " " + "x".repeat(1_000));
            }
            throw Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "no answer").toException();
        });
        UUID id = store(ScriptedHandler.KIND, "w");

        worker.runDue();

        List<String> log = get("/api/v1/jobs/" + id).jsonPath().getList("log.text");
        assertThat(log.stream().mapToInt(String::length).sum()).isLessThan(JobLog.LIMIT + 100);
        assertThat(log).contains(JobLog.CUT).anyMatch(line -> line.startsWith("first 0 "));
    }

    @Test
    void aQueuedJobIsCancelledAndAgainChangesNothing() {
        UUID id = store(ScriptedHandler.KIND, "w");
        update("update job set not_before = now() + interval '1 hour'");

        for (int i = 0; i < 2; i++) {
            post("/api/v1/jobs/" + id + "/cancel").then().statusCode(202).body("cancelRequested", equalTo(true));
        }
        worker.runDue();
        post("/api/v1/jobs/" + id + "/cancel").then().statusCode(202).body("state", equalTo("CANCELLED"));

        assertThat(handler.becameTrue(subject)).containsExactly("cancelled");
    }

    @Test
    void aJobThatIsOverCannotBeCancelled() {
        post("/api/v1/jobs/" + failed() + "/cancel")
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("reason", equalTo("JOB_ENDED"));
    }

    @Test
    void aJobThatWaitsForItsNextAttemptIsTriedNow() {
        UUID id = store(ScriptedHandler.KIND, "w");
        update("update job set not_before = now() + interval '1 hour', attempt = 1");
        handler.script(subject, job -> handler.note("done", job));
        assertThat(worker.runDue()).isZero();

        post("/api/v1/jobs/" + id + "/retry").then().statusCode(202).body("id", equalTo(id.toString()));

        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(handler.becameTrue(subject)).containsExactly("started", "done");
    }

    @Test
    void aJobThatWasGivenUpIsDoneAgainInARunOfItsOwnHoweverOftenOneAsks() {
        UUID id = failed();

        String first = given().post("/api/v1/jobs/" + id + "/retry")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        String second = given().post("/api/v1/jobs/" + id + "/retry")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        assertThat(second).isEqualTo(first).isNotEqualTo(id.toString());
        get("/api/v1/jobs/" + first)
                .then()
                .body("run", equalTo("retry-1-" + id))
                .body("flow", equalTo("w"))
                .body("state", equalTo("QUEUED"));
        handler.script(subject, job -> handler.note(job.payload().replace(' ', '_'), job));
        assertThat(worker.runDue()).isEqualTo(1);
        assertThat(handler.becameTrue(subject)).endsWith("\"again_for_retry-1-" + id + "\"");
    }

    @Test
    void whatCannotBeDoneAgainIsRefusedWithAdvice() {
        UUID running = store(ScriptedHandler.KIND, "w");
        update("update job set state = 'RUNNING'");
        UUID done = store("elsewhere", "w");
        update("update job set state = 'DONE' where state = 'QUEUED'");
        UUID strange = store("elsewhere", "w");
        update("update job set state = 'FAILED' where state = 'QUEUED'");

        for (UUID id : List.of(running, done, strange)) {
            post("/api/v1/jobs/" + id + "/retry").then().statusCode(409).body("reason", equalTo("JOB_NOT_REPEATABLE"));
        }
        post("/api/v1/jobs/" + strange + "/retry").then().body("detail", containsString("no handler"));
    }

    @Test
    void aJobThatIsNotThereIsNotFound() {
        for (String id : List.of(UUID.randomUUID().toString(), "no-uuid")) {
            get("/api/v1/jobs/" + id).then().statusCode(404).body("reason", equalTo("JOB_NOT_FOUND"));
            post("/api/v1/jobs/" + id + "/cancel").then().statusCode(404);
            post("/api/v1/jobs/" + id + "/retry").then().statusCode(404);
        }
    }

    @Test
    void howFarTheServiceIsBehindIsShownByKindAndFlow() {
        store(ScriptedHandler.KIND, "a");
        store(ScriptedHandler.KIND, "b");
        update("update job set not_before = now() - interval '90 seconds' where flow = 'a'");
        update("update job set not_before = now() + interval '1 hour' where flow = 'b'");

        JsonPath workers = get("/api/v1/workers")
                .then()
                .statusCode(200)
                .body("flows.name", hasItem("a"))
                .extract()
                .jsonPath();

        assertThat(workers.getInt("queued")).isEqualTo(1);
        assertThat(workers.getInt("delayed")).isEqualTo(1);
        assertThat(workers.getInt("running")).isZero();
        assertThat(workers.getDouble("oldestSeconds")).isBetween(90.0, 600.0);
        assertThat(workers.getInt("flows.find { it.name == 'b' }.delayed")).isEqualTo(1);
        assertThat(workers.getInt("capacity")).isZero();
        assertThat(workers.getString("why")).isEqualTo("cssc.worker.enabled is false");
    }
}
