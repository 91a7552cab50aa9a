package dev.cssc.common.meter;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.job.JobWorker;
import dev.cssc.common.job.NewJob;
import dev.cssc.common.job.ScriptedHandler;
import dev.cssc.common.testing.PrometheusText;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(TestStack.class)
class MetricsAndHealthTest {
    @Inject
    JobStore jobs;

    @Inject
    JobWorker worker;

    @Inject
    ScriptedHandler handler;

    @Inject
    Transactions transactions;

    private final String subject = "subject-" + UUID.randomUUID();

    private void update(String statement) {
        transactions.await(tx -> tx.statement(statement).executeUpdate());
    }

    private void store() {
        transactions.await(tx -> jobs.enqueue(
                tx, new NewJob(UUID.randomUUID(), ScriptedHandler.KIND, "run-" + subject, subject, "{}", 0)));
    }

    private static String text() {
        return get("/q/metrics").then().statusCode(200).extract().asString();
    }

    private static List<String> metrics() {
        return text().lines().toList();
    }

    private static double value(String series) {
        return PrometheusText.value(text(), series);
    }

    @Test
    void depthAndAgeOfTheQueueAreShownByKind() {
        update("delete from job");
        store();
        store();
        update("update job set not_before = now() - interval '100 seconds'");

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(value("cssc_jobs{kind=\"scripted\",state=\"queued\"}")).isEqualTo(2);
            assertThat(value("cssc_jobs_oldest_seconds{kind=\"scripted\"}")).isGreaterThan(99);
        });
        assertThat(value("cssc_jobs{kind=\"scripted\",state=\"running\"}")).isZero();
        assertThat(metrics())
                .contains(
                        "cssc_workers_busy 0.0",
                        "cssc_workers_capacity 0.0",
                        "cssc_outbox_events{state=\"parked\"} 0.0");
    }

    @Test
    void attemptsAreTimedByEndingAndFailuresCountedByReason() {
        update("delete from job");
        String failures = "cssc_job_failures_total{kind=\"scripted\",reason=\"REGISTRY_RATE_LIMITED\"}";
        String retried = "cssc_job_seconds_count{ending=\"retried\",kind=\"scripted\"}";
        String takeovers = "cssc_job_takeovers_total{kind=\"scripted\"}";
        double failuresBefore = value(failures);
        double retriedBefore = value(retried);
        double takeoversBefore = value(takeovers);
        handler.script(subject, job -> {
            throw Failure.of(ReasonCode.REGISTRY_RATE_LIMITED, "slower").toException();
        });
        store();
        // A worker that died left it.
        update("update job set state = 'RUNNING', fence = 1, lease_until = now() - interval '1 second'");

        worker.runDue();

        assertThat(value(failures) - failuresBefore).isEqualTo(3);
        assertThat(value(retried) - retriedBefore).isEqualTo(2);
        assertThat(value(takeovers) - takeoversBefore).isEqualTo(1);
    }

    @Test
    void eachHealthCheckHasItsNameAndMeaning() {
        assertThat(checks("/q/health/live")).containsEntry("workers", "UP").containsEntry("outbox relay", "UP");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(checks("/q/health/ready"))
                        .containsEntry("sending events", "UP")
                        .containsEntry("Reactive PostgreSQL connections health check", "UP")
                        .containsEntry("SmallRye Reactive Messaging - readiness check", "UP"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(value("cssc_ready")).isEqualTo(1));
        assertThat(checks("/q/health/started")).containsEntry("started", "UP");
        assertThat(get("/q/health/started")
                        .jsonPath()
                        .getString("checks.find { it.name == 'started' }.data.'newest migration'"))
                .isNotEqualTo("none");
    }

    /** These classes were packed by no build; the services' own tests have a version. */
    @Test
    void whatTheProcessWasBuiltFromIsAMetricAndPartOfItsHealth() {
        assertThat(value("cssc_build_info{revision=\"unknown\",version=\"development\"}"))
                .isEqualTo(1);
        assertThat(get("/q/health/started")
                        .jsonPath()
                        .getMap("checks.find { it.name == 'started' }.data", String.class, String.class))
                .containsEntry("version", "development")
                .containsEntry("revision", "unknown");
    }

    private static Map<String, String> checks(String path) {
        return get(path).jsonPath().<Map<String, Object>>getList("checks").stream()
                .collect(java.util.stream.Collectors.toMap(
                        check -> String.valueOf(check.get("name")), check -> String.valueOf(check.get("status"))));
    }
}
