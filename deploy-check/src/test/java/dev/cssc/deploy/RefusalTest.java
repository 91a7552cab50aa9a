package dev.cssc.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

/** Values that mean nothing, or what nobody should get by accident, are refused with the place at which they stand. */
class RefusalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "patch.enginee=copa                              | at '/patch': additional properties 'enginee' not allowed",
                "scann.replicas=1                                | additional properties 'scann' not allowed",
                "scan.replicas=0                                 | at '/scan/replicas'",
                "scan.replicas=two                               | at '/scan/replicas'",
                "scan.engine=grype                               | at '/scan/engine'",
                "patch.engine=trivy                              | at '/patch/engine'",
                "patch.buildkit.address=unix:///run/buildkit.sock | at '/patch/buildkit/address'",
                "database.password=secret                        | at '/database': additional properties 'password' not allowed",
                "database.tls.mode=prefer                        | at '/database/tls/mode'",
                "kafka.bootstrapServers=kafka                    | at '/kafka/bootstrapServers'",
                "registries.quay.username=me                     | missing property 'host'",
                "registries.quay.password=secret                 | additional properties 'password' not allowed",
                "trigger.settings.QUARKUS_DATASOURCE_PASSWORD=x  | invalid propertyName 'QUARKUS_DATASOURCE_PASSWORD'",
                "trigger.settings.CSSC_TRIGGER_PINNING=4          | got number, want string",
                "trigger.settings.OTEL_EXPORTER_OTLP_HEADERS=x   | invalid propertyName 'OTEL_EXPORTER_OTLP_HEADERS'",
                "scan.settings.AWS_SECRET_ACCESS_KEY=x           | invalid propertyName 'AWS_SECRET_ACCESS_KEY'",
                "scan.settings.AWS_SESSION_TOKEN=x               | invalid propertyName 'AWS_SESSION_TOKEN'",
                "trigger.settings.tick=30s                       | invalid propertyName 'tick'",
                "trigger.image.digest=latest                     | at '/trigger/image/digest'",
                "trigger.azure.clientId=me                       | at '/trigger/azure/clientId'",
                "keda.minReplicas=0                              | additional properties 'minReplicas' not allowed",
                "scan.keda.minReplicas=0                         | at '/scan/keda/minReplicas'",
                "terminationGracePeriodSeconds=5                 | at '/terminationGracePeriodSeconds'",
                "traces.endpoint=http://collector                | at '/traces/endpoint'",
                "traces.protocol=zipkin                          | at '/traces/protocol'",
                "traces.ratio=2                                  | at '/traces/ratio'",
                "networkPolicy.kafka.to[0].cidr=10.0.0.0/8       | additional properties 'cidr' not allowed",
                "patch.engine=buildah                            | say buildah.allowPrivileges=true",
                "scan.engine=package-manager                     | say buildah.allowPrivileges=true",
                "database.tls.mode=verify-full                   | needs database.tls.caSecret",
            })
    void wrongValuesAreRefused(String setting, String said) {
        Helm.Ended ended = Helm.template(ValueSet.of(setting));

        assertThat(ended.code()).as(ended.output()).isNotZero();
        assertThat(ended.output()).contains(said);
    }

    @Test
    void aPasswordWithoutAMechanismIsRefused() {
        Helm.Ended ended = Helm.template(ValueSet.of("kafka.securityProtocol=SASL_SSL"));

        assertThat(ended.code()).isNotZero();
        assertThat(ended.output()).contains("needs kafka.saslMechanism and kafka.jaasSecret");
    }

    @Test
    void kedaIsNotSentToAskKafkaWithoutCredentials() {
        String[] sasl = {
            "kafka.securityProtocol=SASL_SSL",
            "kafka.saslMechanism=SCRAM-SHA-512",
            "kafka.jaasSecret=cssc-kafka",
            "keda.enabled=true"
        };
        Helm.Ended ended = Helm.template(ValueSet.of(sasl));

        assertThat(ended.code()).isNotZero();
        assertThat(ended.output())
                .contains("keda.kafka.authentication has to name a TriggerAuthentication", "keda.kafka.enabled");
        for (String answer : List.of("keda.kafka.authentication=kafka", "keda.kafka.enabled=false")) {
            String[] answered = Arrays.copyOf(sasl, sasl.length + 1);
            answered[sasl.length] = answer;
            Helm.rendered(ValueSet.of(answered));
        }
    }

    /** The field that lets a pod go without AppArmor is not known before. */
    @Test
    void buildahIsRefusedOnAClusterThatIsTooOldForIt() {
        Helm.Ended old = Helm.template("1.29.9", ValueSet.BUILDAH);

        assertThat(old.code()).isNotZero();
        assertThat(old.output()).contains("Kubernetes knows since 1.30", "this is v1.29.9");
        assertThat(Helm.template("1.30.0-gke.1", ValueSet.BUILDAH).code()).isZero();
        assertThat(Helm.template("1.27.0", ValueSet.DEFAULTS).code()).isZero();
    }

    @Test
    void aRegistryMaySayWhatTheServicesReadOfOneButNoPassword() throws IOException {
        Set<String> read = new TreeSet<>(ConfigMappings.keys(Sources.of("trigger-service", ".java")).stream()
                .filter(key -> key.startsWith("cssc.registries.*."))
                .map(key -> key.substring("cssc.registries.*.".length()))
                .toList());
        assertThat(read).contains("host", "password", "azure.identity");
        read.remove("password");

        JsonNode definitions = new ObjectMapper()
                .readTree(Helm.CHART.resolve("values.schema.json").toFile())
                .path("definitions");
        Set<String> allowed = new TreeSet<>();
        definitions.at("/registry/properties").fieldNames().forEachRemaining(allowed::add);
        allowed.remove("azure");
        definitions
                .at("/registryIdentity/properties")
                .fieldNames()
                .forEachRemaining(name -> allowed.add("azure." + name));
        assertThat(allowed).isEqualTo(read);
    }

    @Test
    void noObjectOfTheValuesTakesAnythingThatIsNotSaid() throws IOException {
        JsonNode schema = new ObjectMapper()
                .readTree(Helm.CHART.resolve("values.schema.json").toFile());

        assertStrict("", schema);
    }

    private static void assertStrict(String where, JsonNode node) {
        if (node.has("properties") && !where.endsWith("/properties")) {
            assertThat(node.path("additionalProperties").isBoolean()
                            && !node.path("additionalProperties").asBoolean())
                    .as("additionalProperties of " + where)
                    .isTrue();
        }
        node.properties().forEach(child -> assertStrict(where + "/" + child.getKey(), child.getValue()));
    }
}
