package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** What the chart says to a service is what the service reads. */
class SettingsTest {
    private static final Map<String, KnownVariables> KNOWN =
            Objects.SERVICES.stream().collect(Collectors.toMap(service -> service, KnownVariables::of));

    private static Map<String, String> settings(Objects objects, String service) {
        return objects.one(ConfigMap.class, "cssc-" + service).getData();
    }

    private static Container container(Objects objects, String service) {
        return objects.deployment(service)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void everyVariableIsReadByTheServiceThatGetsIt(ValueSet values) {
        Objects objects = Objects.of(values);
        for (String service : Objects.SERVICES) {
            Set<String> variables = new TreeSet<>(settings(objects, service).keySet());
            container(objects, service).getEnv().stream().map(EnvVar::getName).forEach(variables::add);

            variables.removeIf(KNOWN.get(service)::contains);
            assertThat(variables)
                    .as("variables that " + service + " does not read")
                    .isEmpty();
        }
    }

    @Test
    void aVariableThatNothingReadsIsNoticed() {
        KnownVariables scan = KNOWN.get("scan-service");
        assertThat(Stream.of(
                        "CSSC_SCAN_ENGINE",
                        "CSSC_WORKER_MEMORY_PER_JOB",
                        "CSSC_REGISTRIES_QUAY_AZURE_CLIENT_ID",
                        "QUARKUS_DATASOURCE_REACTIVE_URL",
                        "KAFKA_SASL_JAAS_CONFIG"))
                .allMatch(scan::contains);
        assertThat(Stream.of(
                        "CSSC_SCAN_ENGIN",
                        "CSSC_PATCH_ENGINE",
                        "CSSC_REGISTRIES_QUAY_PORT",
                        "KAFKA_SASL",
                        // Fixed when the service is built.
                        "QUARKUS_DATASOURCE_DB_KIND"))
                .noneMatch(scan::contains);
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void filesThatSettingsNameAreMounted(ValueSet values) {
        Objects objects = Objects.of(values);
        for (String service : Objects.SERVICES) {
            List<String> mounts = container(objects, service).getVolumeMounts().stream()
                    .map(mount -> mount.getMountPath())
                    .toList();
            settings(objects, service)
                    .forEach((name, value) -> Stream.of(value.split("[?&=]"))
                            .filter(part -> part.startsWith("/work") || part.startsWith("/etc/"))
                            .forEach(file -> assertThat(mounts)
                                    .as(name + " of " + service + " names " + file)
                                    .anyMatch(mount -> file.equals(mount) || file.startsWith(mount + "/"))));
        }
    }

    @Test
    void secretsComeByReferenceOnly() {
        Objects objects = Objects.of(ValueSet.EVERYTHING);
        for (String service : Objects.SERVICES) {
            assertThat(container(objects, service).getEnv()).isNotEmpty().allSatisfy(variable -> {
                assertThat(variable.getValue()).as(variable.getName()).isNull();
                assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isNotBlank();
            });
            assertThat(settings(objects, service).keySet())
                    .noneMatch(name -> name.contains("PASSWORD") || name.contains("JAAS") || name.contains("SECRET_"));
        }
        assertThat(objects.all().stream().map(object -> object.getKind())).doesNotContain("Secret");
        assertThat(secretOf(objects, "trigger-service", "QUARKUS_DATASOURCE_PASSWORD"))
                .isEqualTo("cssc-db-trigger/pass");
        assertThat(secretOf(objects, "scan-service", "QUARKUS_DATASOURCE_USERNAME"))
                .isEqualTo("cssc-db/user");
        assertThat(secretOf(objects, "patch-service", "KAFKA_SASL_JAAS_CONFIG"))
                .isEqualTo("cssc-kafka/sasl.jaas.config");
    }

    private static String secretOf(Objects objects, String service, String variable) {
        return container(objects, service).getEnv().stream()
                .filter(each -> each.getName().equals(variable))
                .map(each -> each.getValueFrom().getSecretKeyRef())
                .map(reference -> reference.getName() + "/" + reference.getKey())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void scanningMayHaveOtherSecretsOfRegistriesThanPatching() {
        Objects objects = Objects.of(ValueSet.EVERYTHING);

        assertThat(registrySecret(objects, "scan-service")).isEqualTo("cssc-registries-pull");
        assertThat(registrySecret(objects, "patch-service")).isEqualTo("cssc-registries");
    }

    private static String registrySecret(Objects objects, String service) {
        return objects.deployment(service).getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("secrets"))
                .map(volume -> volume.getSecret().getSecretName())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void enginesAreThoseThatTheServicesKnow() {
        assertThat(settings(Objects.of(ValueSet.DEFAULTS), "scan-service")).containsEntry("CSSC_SCAN_ENGINE", "trivy");
        assertThat(settings(Objects.of(ValueSet.BUILDAH), "scan-service"))
                .containsEntry("CSSC_SCAN_ENGINE", "package-manager");
        assertThat(Sources.found(Sources.own("scan-service", "Engine.java"), "String NAME = \"([a-z-]+)\""))
                .containsExactlyInAnyOrder("trivy", "package-manager");
        String names =
                Sources.only(Sources.own("patch-service", "PatchConfig.java"), "(?s)enum EngineName \\{([^}]+)\\}");
        assertThat(names.replaceAll("(?s)/\\*.*?\\*/", "").strip().split(",\\s*"))
                .containsExactly("COPA", "BUILDAH");
    }

    @Test
    void tracesGoWhereTheEndpointSaysAndNowhereWithoutOne() {
        for (String service : Objects.SERVICES) {
            assertThat(settings(Objects.of(ValueSet.EVERYTHING), service))
                    .containsEntry("CSSC_TRACES_ENDPOINT", "http://collector.observability:4318")
                    .containsEntry("CSSC_TRACES_PROTOCOL", "http/protobuf")
                    .containsEntry("CSSC_TRACES_RATIO", "0.1");
            assertThat(settings(Objects.of(ValueSet.DEFAULTS), service).keySet())
                    .noneMatch(name -> name.startsWith("CSSC_TRACES"));
        }
    }

    @Test
    void topicsAreMadeOverTlsToo() {
        for (String service : Objects.SERVICES) {
            assertThat(settings(Objects.of(ValueSet.LITTLE), service))
                    .containsEntry("KAFKA_SECURITY_PROTOCOL", "SSL")
                    .containsEntry("CSSC_TOPICS_CREATE", "true");
        }
    }

    @Test
    void registriesOfTheValuesAreTheServicesFileOfThem() {
        Objects objects = Objects.of(ValueSet.EVERYTHING);
        String file = objects.one(ConfigMap.class, "cssc-registries").getData().get("registries.yaml");
        var registries = StrictReader.documents(file).get(0).at("/cssc/registries");

        assertThat(registries.at("/acr/azure/identity").asText()).isEqualTo("workload");
        assertThat(registries.at("/harbor/password-file").asText()).isEqualTo("/etc/cssc/secrets/harbor");
        for (String service : Objects.SERVICES) {
            assertThat(settings(objects, service))
                    .containsEntry("CSSC_REGISTRIES_FILE", "/etc/cssc/registries/registries.yaml");
        }
    }
}
