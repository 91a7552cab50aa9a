package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** How pods begin, are known to be well, and end. */
class LifeTest {

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void probesAskForWhatTheServicesAnswer(ValueSet values) {
        Objects.of(values).deployments().forEach(deployment -> {
            Container container =
                    deployment.getSpec().getTemplate().getSpec().getContainers().get(0);
            asks(container.getStartupProbe(), "/q/health/started");
            asks(container.getLivenessProbe(), "/q/health/live");
            asks(container.getReadinessProbe(), "/q/health/ready");
        });
    }

    private static void asks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
        assertThat(probe.getTimeoutSeconds()).isLessThan(probe.getPeriodSeconds());
    }

    @Test
    void thoseAreThePathsOfQuarkusAndNobodyMovesThem() {
        for (String service : Objects.SERVICES) {
            for (String key : List.of(
                    "quarkus.http.root-path",
                    "quarkus.http.non-application-root-path",
                    "quarkus.smallrye-health.root-path",
                    "quarkus.micrometer.export.prometheus.path",
                    "quarkus.management.enabled")) {
                assertThat(Sources.setting(service, key))
                        .as(service + " " + key)
                        .isEmpty();
            }
        }
        String operations = Sources.text(Helm.PROJECT.resolve("docs/operations.md"));
        assertThat(operations).contains("`/q/health/live`", "`/q/health/ready`", "`/q/health/started`", "`/q/metrics`");
    }

    /** A service waits this long for Kafka; whoever kills it before then hides why it does not start. */
    @Test
    void startingMayTakeLongerThanAServiceWaitsForKafka() {
        Duration patience = duration(declared("TopicConfig.java", "patience"));

        Objects.of(ValueSet.DEFAULTS).deployments().forEach(deployment -> {
            Probe startup = deployment
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getContainers()
                    .get(0)
                    .getStartupProbe();
            assertThat(Duration.ofSeconds((long) startup.getPeriodSeconds() * startup.getFailureThreshold()))
                    .isGreaterThan(patience.multipliedBy(2));
        });
    }

    @Test
    void thereIsTimeToEndRequestsAndToGiveJobsBackBeforeTheKill() {
        Duration jobs = duration(declared("WorkerConfig.java", "stopTimeout"));
        Objects defaults = Objects.of(ValueSet.DEFAULTS);
        for (String service : Objects.SERVICES) {
            Duration requests = duration(
                    Sources.setting(service, "quarkus.shutdown.timeout").orElseThrow());
            long grace = defaults.deployment(service)
                    .getSpec()
                    .getTemplate()
                    .getSpec()
                    .getTerminationGracePeriodSeconds();
            assertThat(Duration.ofSeconds(grace)).as(service).isGreaterThan(requests.plus(jobs));
        }
    }

    /** The default of a configuration interface's method. */
    private static String declared(String file, String method) {
        return Sources.only(
                Sources.of("scan-service", file), "@WithDefault\\(\"([^\"]+)\"\\)\\s+Duration " + method + "\\(\\)");
    }

    private static Duration duration(String text) {
        return Duration.parse(text.startsWith("P") ? text : "PT" + text);
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void anUpdateTakesNoReplicaAwayBeforeAnotherIsReady(ValueSet values) {
        Objects.of(values).deployments().forEach(deployment -> {
            var update = deployment.getSpec().getStrategy().getRollingUpdate();
            assertThat(update.getMaxUnavailable().getIntVal()).isZero();
            assertThat(update.getMaxSurge().getIntVal()).isPositive();
        });
    }

    /** Java as the first process reaps nobody's children. */
    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void whereToolsAreStartedSomebodyReapsWhatTheyLeave(ValueSet values) {
        Objects objects = Objects.of(values);
        for (String service : List.of("scan-service", "patch-service")) {
            assertThat(objects.deployment(service)
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getShareProcessNamespace())
                    .as(service)
                    .isTrue();
        }
        assertThat(objects.deployment("trigger-service")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getShareProcessNamespace())
                .isNull();
    }

    @Test
    void nodesCanBeDrainedWithOneReplicaToo() {
        assertThat(Objects.of(ValueSet.DEFAULTS).of(PodDisruptionBudget.class))
                .hasSize(3)
                .allSatisfy(budget -> {
                    assertThat(budget.getSpec().getMinAvailable()).isNull();
                    assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
                });
        assertThat(Objects.of(ValueSet.LITTLE).of(PodDisruptionBudget.class)).isEmpty();
    }
}
