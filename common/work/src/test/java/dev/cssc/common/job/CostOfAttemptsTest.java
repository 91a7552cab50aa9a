package dev.cssc.common.job;

import dev.cssc.common.cost.Cost;
import dev.cssc.common.cost.CostFilter;
import dev.cssc.common.cost.CostStore;
import dev.cssc.common.cost.Grouping;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.testing.PrometheusText;
import dev.cssc.common.testing.TestStack;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(TestStack.class)
class CostOfAttemptsTest extends JobTestBase {
    private static final long SECOND = 1_000_000;

    @Inject
    CostStore costs;

    private final String image = "r:1/demo/" + UUID.randomUUID() + ":1";

    @BeforeEach
    void nothingWasSpent() {
        update("delete from cost");
    }

    private UUID enqueueAboutAnImage() {
        UUID id = UUID.randomUUID();
        enqueue(new NewJob(id, ScriptedHandler.KIND, run, image, "{}", 0).inFlow("nightly"));
        return id;
    }

    private List<Cost> spent(Grouping grouping) {
        return transactions.await(tx -> costs.sums(tx, grouping, CostFilter.ALL, Optional.empty(), 100));
    }

    private void ageStart(int seconds) {
        update("update job set started_at = started_at - interval '" + seconds + " seconds' where state = 'RUNNING'");
    }

    @Test
    void eachAttemptIsCountedWhateverBecameOfIt() {
        handler.script(image, job -> {
            ageStart(10);
            if (job.attempt() < 3) {
                throw Failure.of(ReasonCode.REGISTRY_UNREACHABLE, "no answer").toException();
            }
            return handler.note("done", job);
        });
        enqueueAboutAnImage();

        worker.runDue();

        assertThat(spent(Grouping.IMAGE)).singleElement().satisfies(cost -> {
            assertThat(cost.name()).isEqualTo(image);
            assertThat(cost.attempts()).isEqualTo(3);
            assertThat(cost.micros()).isBetween(30 * SECOND, 90 * SECOND);
        });
        assertThat(spent(Grouping.WORKFLOW)).extracting(Cost::name).containsExactly("nightly");
        assertThat(spent(Grouping.TASK)).extracting(Cost::name).containsExactly(ScriptedHandler.KIND);
    }

    @Test
    void aSecondRunIsCountedOnTopAndTheSameOrderAgainIsNot() {
        handler.script(image, job -> handler.note("done", job));
        UUID id = enqueueAboutAnImage();
        worker.runDue();
        long first = spent(Grouping.IMAGE).getFirst().micros();
        enqueue(new NewJob(id, ScriptedHandler.KIND, run, image, "{}", 0).inFlow("nightly"));
        assertThat(worker.runDue()).isZero();
        assertThat(spent(Grouping.IMAGE)).containsExactly(new Cost(image, first, 1));

        enqueueAboutAnImage();
        worker.runDue();

        assertThat(spent(Grouping.IMAGE)).singleElement().satisfies(cost -> {
            assertThat(cost.attempts()).isEqualTo(2);
            assertThat(cost.micros()).isGreaterThan(first);
        });
    }

    @Test
    void whatCannotBecomeTrueIsCountedOnceWithTheAttemptThatFailedOverIt() {
        handler.script(
                image,
                job -> tx -> Uni.createFrom()
                        .failure(() ->
                                Failure.of(ReasonCode.TOO_LARGE, "an event").toException()));
        enqueueAboutAnImage();

        worker.runDue();

        assertThat(states()).containsExactly("FAILED");
        assertThat(spent(Grouping.IMAGE)).extracting(Cost::attempts).containsExactly(1L);
    }

    @Test
    void ofAWorkerThatDiedItsTimeUpToTheLastRenewalIsCounted() {
        handler.script(image, job -> handler.note("done", job));
        enqueueAboutAnImage();
        assertThat(claim()).isPresent();
        // Claimed an hour ago, renewed for the last time half an hour later.
        update("update job set started_at = now() - interval '60 minutes',"
                + " lease_until = now() - interval '30 minutes' + interval '30 seconds'");

        worker.runDue();

        assertThat(spent(Grouping.IMAGE)).singleElement().satisfies(cost -> {
            assertThat(cost.attempts()).isEqualTo(2);
            assertThat(cost.micros()).isBetween(1_800 * SECOND, 1_860 * SECOND);
        });
    }

    @Test
    void aWorkerThatComesTooLateDoesNotCountWhatWasCountedWhenItsJobWasTakenOver() {
        handler.script(image, job -> {
            if (job.attempt() == 1) {
                takeOver();
            }
            return handler.note("done", job);
        });
        enqueueAboutAnImage();

        worker.runOne();

        assertThat(handler.becameTrue(image)).containsExactly("started");
        assertThat(spent(Grouping.IMAGE)).isEmpty();
    }

    /** As another worker would; the first one's renewal may come in between. */
    private void takeOver() {
        Optional<Claimed> other = Optional.empty();
        for (int i = 0; i < 10 && other.isEmpty(); i++) {
            ageLeases();
            other = claim();
        }
        assertThat(other).isPresent();
    }

    @Test
    void aJobThatIsDroppedBeforeWorkBeganCostsNothing() {
        enqueueAboutAnImage();
        transactions.await(tx -> jobs.cancelRun(tx, run));

        assertThat(worker.runDue()).isEqualTo(1);

        assertThat(states()).containsExactly("CANCELLED");
        assertThat(spent(Grouping.MONTH)).isEmpty();
    }

    @Test
    void secondsAreCountedForPrometheusByTask() {
        handler.script(image, job -> {
            ageStart(100);
            return handler.note("done", job);
        });
        double before = counted();
        enqueueAboutAnImage();

        worker.runDue();

        assertThat(counted() - before).isBetween(100.0, 160.0);
    }

    private static double counted() {
        return PrometheusText.value(
                get("/q/metrics").asString(), "cssc_cost_seconds_total{task=\"" + ScriptedHandler.KIND + "\"}");
    }
}
