package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the chart makes are objects of Kubernetes that find each other. */
class ChartTest {

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void lintFindsNothing(ValueSet values) {
        Helm.Ended lint = Helm.lint(values);

        assertThat(lint.code()).as(lint.output()).isZero();
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void everyObjectIsOfAKnownKindWithoutAFieldThatNobodyKnows(ValueSet values) {
        assertThat(Objects.of(values).of(Deployment.class)).hasSize(3);
    }

    @Test
    void aFieldThatNobodyKnowsIsNoticed() {
        assertThatThrownBy(() -> StrictReader.read("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: x}
                spec: {template: {spec: {containers: [{name: x, imagePullPolizy: Always}]}}}
                """)).hasMessageContaining("imagePullPolizy");
        assertThatThrownBy(() -> StrictReader.read("""
                apiVersion: keda.sh/v1alpha1
                kind: ScaledObject
                metadata: {name: x}
                spec: {minReplicas: 1}
                """)).hasMessageContaining("minReplicas");
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void noTwoObjectsOfAKindHaveOneNameAndAllAreOfTheRelease(ValueSet values) {
        Objects objects = Objects.of(values);

        assertThat(objects.all().stream()
                        .map(object ->
                                object.getKind() + " " + object.getMetadata().getName()))
                .doesNotHaveDuplicates();
        for (HasMetadata object : objects.all()) {
            assertThat(object.getMetadata().getLabels())
                    .as(object.getMetadata().getName())
                    .containsEntry("app.kubernetes.io/name", "cssc")
                    .containsEntry("app.kubernetes.io/instance", Helm.RELEASE);
            assertThat(object.getMetadata().getNamespace())
                    .as("left to whoever installs")
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void everySelectorSelectsThePodsOfItsOwnServiceOnly(ValueSet values) {
        Objects objects = Objects.of(values);
        objects.deployments().forEach(deployment -> {
            String name = deployment.getMetadata().getName();
            selects(deployment.getSpec().getSelector().getMatchLabels(), deployment, objects);
            selects(objects.one(Service.class, name).getSpec().getSelector(), deployment, objects);
            objects.of(PodDisruptionBudget.class).stream()
                    .filter(budget -> budget.getMetadata().getName().equals(name))
                    .forEach(budget -> selects(budget.getSpec().getSelector().getMatchLabels(), deployment, objects));
            objects.of(NetworkPolicy.class).stream()
                    .filter(policy -> policy.getMetadata().getName().equals(name))
                    .forEach(
                            policy -> selects(policy.getSpec().getPodSelector().getMatchLabels(), deployment, objects));
        });
    }

    private static void selects(Map<String, String> selector, Deployment wanted, Objects objects) {
        assertThat(objects.selectedBy(selector)).as("selected by " + selector).containsExactly(wanted);
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void whatAPodNamesIsMadeOrSaidByTheValues(ValueSet values) {
        Objects objects = Objects.of(values);
        objects.deployments().forEach(deployment -> {
            var pod = deployment.getSpec().getTemplate().getSpec();
            var container = pod.getContainers().get(0);
            assertThat(container.getEnvFrom())
                    .singleElement()
                    .satisfies(from ->
                            objects.one(ConfigMap.class, from.getConfigMapRef().getName()));
            assertThat(container.getVolumeMounts().stream().map(mount -> mount.getName()))
                    .as("each volume is mounted once, each mount has its volume")
                    .containsExactlyInAnyOrderElementsOf(pod.getVolumes().stream()
                            .map(volume -> volume.getName())
                            .toList());
            assertThat(container.getVolumeMounts().stream().map(mount -> mount.getMountPath()))
                    .doesNotHaveDuplicates();
            assertThat(container.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getContainerPort())
                            .hasToString(objects.one(
                                            ConfigMap.class,
                                            deployment.getMetadata().getName())
                                    .getData()
                                    .get("QUARKUS_HTTP_PORT")));
        });
    }

    @Test
    void aPodHasTheVolumesAndTheContainersBeforeItThatTheValuesSay() {
        var pod = Objects.of(ValueSet.EVERYTHING)
                .deployment("scan-service")
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(pod.getInitContainers())
                .singleElement()
                .satisfies(container ->
                        assertThat(container.getCommand()).startsWith("cp", "/usr/bin/docker-credential-ecr-login"));
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getConfigMap() != null)
                .extracting(volume -> volume.getConfigMap().getName())
                .contains("cssc-end-of-life");
        assertThat(pod.getContainers().get(0).getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("helper"))
                .singleElement()
                .satisfies(mount -> assertThat(mount.getSubPath()).isEqualTo("docker-credential-ecr-login"));

        Objects.of(ValueSet.DEFAULTS)
                .deployments()
                .forEach(deployment -> assertThat(
                                deployment.getSpec().getTemplate().getSpec().getInitContainers())
                        .isEmpty());
    }

    @Test
    void accountsAreMadeForEachServiceUnlessTheValuesNameOne() {
        Objects defaults = Objects.of(ValueSet.DEFAULTS);
        assertThat(defaults.of(ServiceAccount.class)).hasSize(3);
        defaults.deployments()
                .forEach(deployment -> defaults.one(
                        ServiceAccount.class,
                        deployment.getSpec().getTemplate().getSpec().getServiceAccountName()));

        Objects everything = Objects.of(ValueSet.EVERYTHING);
        assertThat(everything.of(ServiceAccount.class).stream()
                        .map(account -> account.getMetadata().getName()))
                .containsExactly("cssc-trigger-service", "scanner");
        assertThat(everything
                        .deployment("patch-service")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getServiceAccountName())
                .isEqualTo("existing-patcher");
    }

    @Test
    void workloadIdentityIsSaidOfAccountAndPodWhereThereIsAnIdentityOnly() {
        Objects objects = Objects.of(ValueSet.EVERYTHING);

        assertThat(objects.one(ServiceAccount.class, "cssc-trigger-service")
                        .getMetadata()
                        .getAnnotations())
                .containsEntry("azure.workload.identity/client-id", "00000000-0000-0000-0000-000000000001")
                .containsEntry("azure.workload.identity/tenant-id", "00000000-0000-0000-0000-0000000000ff");
        assertThat(podLabels(objects, "trigger-service")).containsEntry("azure.workload.identity/use", "true");
        assertThat(podLabels(objects, "scan-service")).doesNotContainKey("azure.workload.identity/use");
        assertThat(objects.one(ServiceAccount.class, "scanner").getMetadata().getAnnotations())
                .containsOnlyKeys("eks.amazonaws.com/role-arn");
    }

    private static Map<String, String> podLabels(Objects objects, String service) {
        return objects.deployment(service).getSpec().getTemplate().getMetadata().getLabels();
    }

    @Test
    void thereIsNoMonitorUnlessAskedFor() {
        assertThat(Objects.of(ValueSet.DEFAULTS).of(ServiceMonitor.class)).isEmpty();

        Objects objects = Objects.of(ValueSet.EVERYTHING);
        ServiceMonitor monitor = objects.one(ServiceMonitor.class, "cssc");
        assertThat(monitor.getSpec().getEndpoints()).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.getPath()).isEqualTo("/q/metrics");
            assertThat(endpoint.getPort()).isEqualTo("http");
        });
        assertThat(objects.of(Service.class)).hasSize(3).allSatisfy(service -> {
            assertThat(service.getMetadata().getLabels())
                    .containsAllEntriesOf(monitor.getSpec().getSelector().getMatchLabels());
            assertThat(service.getSpec().getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getName()).isEqualTo("http"));
        });
    }

    @Test
    void imagesAreThoseOfThisVersionUnlessTheValuesSayOthers() {
        Objects.of(ValueSet.DEFAULTS)
                .deployments()
                .forEach(deployment -> assertThat(image(deployment))
                        .isEqualTo("cssc/" + deployment.getMetadata().getName().substring("cssc-".length()) + ":"
                                + Sources.version()));
        assertThat(image(Objects.of(ValueSet.EVERYTHING).deployment("trigger-service")))
                .isEqualTo("registry.example.com/platform/cssc/trigger-service:0.1.0-jvm@sha256:" + "a".repeat(64));
    }

    private static String image(Deployment deployment) {
        return deployment
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    @Test
    void anotherSettingIsAnotherPodAndTheSameIsTheSame() {
        String before = checksum(ValueSet.DEFAULTS, "scan-service");

        assertThat(checksum(ValueSet.of("scan.settings.CSSC_WORKER_LEASE=1m"), "scan-service"))
                .isNotEqualTo(before);
        assertThat(checksum(ValueSet.of("registries.quay.host=quay.io"), "scan-service"))
                .isNotEqualTo(before);
        assertThat(checksum(ValueSet.of("patch.settings.CSSC_WORKER_LEASE=1m"), "scan-service"))
                .isEqualTo(before);
    }

    private static String checksum(ValueSet values, String service) {
        return Objects.of(values)
                .deployment(service)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .get("checksum/settings");
    }
}
