package dev.cssc.deploy;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** KEDA is told of figures that the services have. */
class ScalingTest {
    private static final Pattern QUERY =
            Pattern.compile("sum\\(max by \\(kind, state\\) \\((\\w+)\\{namespace=\"([^\"]+)\","
                    + "kind=~\"([^\"]+)\",state=~\"([^\"]+)\"\\} >= 0\\)\\)");

    private static Map<String, String> trigger(ScaledObject scaled, String type) {
        return scaled.spec.triggers().stream()
                .filter(trigger -> trigger.type().equals(type))
                .map(ScaledObject.Trigger::metadata)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nobodyScalesUnlessAskedTo() {
        Objects objects = Objects.of(ValueSet.DEFAULTS);

        assertThat(objects.of(ScaledObject.class)).isEmpty();
        objects.deployments()
                .forEach(deployment ->
                        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2));
    }

    @Test
    void whereKedaScalesTheDeploymentSaysNoNumber() {
        Objects objects = Objects.of(ValueSet.EVERYTHING);

        objects.deployments().forEach(deployment -> {
            ScaledObject scaled =
                    objects.one(ScaledObject.class, deployment.getMetadata().getName());
            assertThat(deployment.getSpec().getReplicas()).isNull();
            assertThat(scaled.spec.scaleTargetRef().name())
                    .isEqualTo(deployment.getMetadata().getName());
            assertThat(scaled.spec.minReplicaCount())
                    .as("a service that does not run tells of no queue")
                    .isPositive();
            assertThat(scaled.spec.maxReplicaCount()).isGreaterThan(scaled.spec.minReplicaCount());
        });
    }

    @Test
    void theQueueIsAskedForByTheNameAndTheKindsThatTheServiceTellsOf() {
        Objects objects = Objects.of(ValueSet.EVERYTHING);
        for (String service : Objects.SERVICES) {
            Matcher query = QUERY.matcher(trigger(objects.one(ScaledObject.class, "cssc-" + service), "prometheus")
                    .get("query"));
            assertThat(query.matches()).as(service).isTrue();

            List<Path> meters = Sources.of(service, "WorkMeters.java");
            String gauge =
                    Sources.only(meters, "Gauge.builder\\(\"([^\"]+)\", this, m -> m.reading.of\\(kind, figure\\)\\)");
            assertThat(query.group(1)).isEqualTo(gauge.replace('.', '_'));
            assertThat(query.group(2)).isEqualTo("patching");
            assertThat(Set.of(query.group(3).split("\\|")))
                    .as("kinds of jobs of " + service)
                    .isEqualTo(kinds(service));
            assertThat(Sources.found(meters, "depth\\(kind, \"(\\w+)\""))
                    .contains(query.group(4).split("\\|"));
        }
    }

    /** What handlers of jobs call theirs. */
    private static Set<String> kinds(String service) {
        List<Path> own = Sources.own(service, ".java");
        Set<String> kinds = new TreeSet<>(Sources.found(own, "static final String KIND = \"([a-z-]+)\""));
        // In an interface no modifier is needed.
        kinds.addAll(Sources.found(own, "(?m)^ {4}String KIND = \"([a-z-]+)\""));
        return kinds;
    }

    @Test
    void lagIsThatOfTheServicesOwnConsumerOnATopicThatItReads() {
        Objects objects = Objects.of(ValueSet.EVERYTHING);
        for (String service : Objects.SERVICES) {
            Map<String, String> lag = trigger(objects.one(ScaledObject.class, "cssc-" + service), "kafka");
            String schema = Sources.setting(service, "cssc.schema").orElseThrow();
            assertThat(lag.get("consumerGroup"))
                    .isEqualTo(Sources.setting(service, "kafka.group.id")
                            .orElseThrow()
                            .replace("${cssc.schema}", schema));
            String channel = lag.get("topic").replaceFirst("cssc\\.", "");
            assertThat(Sources.setting(service, "mp.messaging.incoming." + channel + ".topic"))
                    .isEqualTo(Optional.of(lag.get("topic")));
            assertThat(lag).containsEntry("tls", "enable");
        }
        assertThat(Objects.of(ValueSet.LITTLE).of(ScaledObject.class))
                .allSatisfy(scaled -> assertThat(scaled.spec.triggers()).hasSize(1));
    }

    @Test
    void noReplicaGoesWhileNobodyKnowsHowMuchWaits() {
        for (ValueSet values : List.of(ValueSet.EVERYTHING, ValueSet.LITTLE)) {
            assertThat(Objects.of(values).of(ScaledObject.class)).hasSize(3).allSatisfy(scaled -> {
                assertThat(trigger(scaled, "prometheus"))
                        .as("no series is not an empty queue")
                        .containsEntry("ignoreNullValues", "false");
                assertThat(scaled.spec.fallback().behavior()).isEqualTo("currentReplicasIfHigher");
                assertThat(scaled.spec.fallback().replicas()).isEqualTo(scaled.spec.minReplicaCount());
            });
        }
    }

    @Test
    void authenticationIsKedasOwnObject() {
        Objects.of(ValueSet.EVERYTHING)
                .of(ScaledObject.class)
                .forEach(scaled -> assertThat(scaled.spec.triggers().stream()
                                .map(trigger -> trigger.authenticationRef().name()))
                        .containsExactly("prometheus", "kafka"));
    }
}
