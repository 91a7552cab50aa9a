package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Every pod obeys Kubernetes' restricted Pod Security Standard, but for those whose engine is Buildah, and these have to be asked for. */
class PodSecurityTest {
    private static final Set<String> SECRETS_AND_CONFIGURATION =
            Set.of("registries", "secrets", "docker-config", "database-ca", "kafka-ca", "buildkit-tls");

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    /** What holds for every pod whatever its engine. */
    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void noPodHasTheNodesNamespacesOrATokenOrAWritableRoot(ValueSet values) {
        Set<String> wanted = values.equals(ValueSet.EVERYTHING) ? Set.of("helper") : Set.of();
        Objects.of(values).deployments().map(PodSecurityTest::pod).forEach(pod -> {
            assertThat(pod.getHostNetwork()).isNull();
            assertThat(pod.getHostPID()).isNull();
            assertThat(pod.getHostIPC()).isNull();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getEnableServiceLinks())
                    .as("variables named after services would be taken for settings")
                    .isFalse();
            assertThat(pod.getInitContainers())
                    .as("none but those that the values say")
                    .allSatisfy(container -> assertThat(wanted).contains(container.getName()));
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getVolumes())
                    .allSatisfy(volume -> assertThat(volume.getHostPath())
                            .as(volume.getName())
                            .isNull());
            Container container = pod.getContainers().get(0);
            assertThat(pod.getContainers()).hasSize(1);
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                    .isTrue();
            assertThat(container.getSecurityContext().getPrivileged()).isNull();
            assertThat(container.getSecurityContext().getCapabilities().getDrop())
                    .containsExactly("ALL");
            assertThat(container.getPorts())
                    .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
        });
    }

    static Stream<PodSpec> podsWithoutBuildah() {
        return Stream.of(
                        Objects.of(ValueSet.DEFAULTS).deployments(),
                        Objects.of(ValueSet.EVERYTHING).deployments(),
                        Objects.of(ValueSet.LITTLE).deployments(),
                        Stream.of(Objects.of(ValueSet.MIXED).deployment("patch-service")),
                        Stream.of(Objects.of(ValueSet.BUILDAH).deployment("trigger-service")))
                .flatMap(deployments -> deployments)
                .map(PodSecurityTest::pod);
    }

    @Test
    void podsWithoutBuildahAreRestricted() {
        assertThat(podsWithoutBuildah()).hasSize(11).allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(10001);
            assertThat(pod.getSecurityContext().getAppArmorProfile()).isNull();
            Container container = pod.getContainers().get(0);
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                    .isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getAdd())
                    .isEmpty();
            assertThat(container.getSecurityContext().getRunAsUser()).isNull();
        });
    }

    @Test
    void theUserIsThatOfTheImages() throws IOException {
        for (String name : ContainerFile.CONTAINER_FILES) {
            ContainerFile file = ContainerFile.read(name);
            for (String service : List.of("trigger-service", "scan-service", "patch-service")) {
                assertThat(file.lineage(service).stream().flatMap(stage -> stage.all("USER")))
                        .as("%s of %s", service, name)
                        .containsExactly("10001:10001");
            }
        }
    }

    @Test
    void buildahIsRootOfANamespaceOfItsOwnUnlessTheNodesIsAskedFor() {
        for (String service : List.of("scan-service", "patch-service")) {
            PodSpec pod = pod(Objects.of(ValueSet.BUILDAH).deployment(service));
            assertThat(pod.getHostUsers()).as(service).isFalse();
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isFalse();
            assertThat(pod.getSecurityContext().getRunAsUser()).isZero();
            Capabilities capabilities =
                    pod.getContainers().get(0).getSecurityContext().getCapabilities();
            assertThat(pod.getContainers().get(0).getSecurityContext().getAllowPrivilegeEscalation())
                    .as("with SYS_ADMIN Kubernetes takes it as true")
                    .isTrue();
            assertThat(capabilities.getAdd())
                    .contains("SYS_ADMIN", "SYS_CHROOT")
                    .doesNotContain("ALL", "NET_ADMIN", "SYS_PTRACE", "SYS_MODULE");
        }
        assertThat(pod(Objects.of(ValueSet.MIXED).deployment("scan-service")).getHostUsers())
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void whatCanBeWrittenToIsBoundedAndWhatHoldsSecretsCannotBeWrittenTo(ValueSet values) {
        Objects.of(values).deployments().map(PodSecurityTest::pod).forEach(pod -> {
            Set<String> writable = new TreeSet<>();
            pod.getContainers().get(0).getVolumeMounts().forEach(mount -> {
                if (SECRETS_AND_CONFIGURATION.contains(mount.getName())) {
                    assertThat(mount.getReadOnly()).as(mount.getName()).isTrue();
                } else {
                    writable.add(mount.getName());
                }
            });
            pod.getVolumes().forEach(volume -> {
                if (volume.getEmptyDir() != null) {
                    assertThat(volume.getEmptyDir().getSizeLimit())
                            .as(volume.getName())
                            .isNotNull();
                    assertThat(writable).contains(volume.getName());
                }
                if (volume.getSecret() != null) {
                    assertThat(volume.getSecret().getDefaultMode())
                            .as("readable by the pod's group and nobody else")
                            .isEqualTo(0440);
                }
            });
            assertThat(writable).contains("tmp");
        });
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void everyContainerHasRequestsAndALimitOfMemory(ValueSet values) {
        Objects.of(values).deployments().map(PodSecurityTest::pod).forEach(pod -> {
            var resources = pod.getContainers().get(0).getResources();
            assertThat(resources.getRequests()).containsKeys("cpu", "memory", "ephemeral-storage");
            assertThat(resources.getLimits()).containsKeys("memory", "ephemeral-storage");
        });
    }

    @ParameterizedTest
    @MethodSource("dev.cssc.deploy.ValueSet#all")
    void accountsMountNoToken(ValueSet values) {
        assertThat(Objects.of(values).of(ServiceAccount.class))
                .allSatisfy(account ->
                        assertThat(account.getAutomountServiceAccountToken()).isFalse());
    }
}
