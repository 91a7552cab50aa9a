package dev.cssc.deploy;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may speak to whom. */
class NetworkTest {

    private static NetworkPolicy policy(ValueSet values, String service) {
        return Objects.of(values).one(NetworkPolicy.class, "cssc-" + service);
    }

    private static Set<Integer> ports(NetworkPolicy policy) {
        return policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream())
                .map(port -> port.getPort().getIntVal())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static NetworkPolicyEgressRule to(NetworkPolicy policy, int port) {
        return policy.getSpec().getEgress().stream()
                .filter(rule -> rule.getPorts().stream()
                        .anyMatch(each -> each.getPort().getIntVal().equals(port)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void eachServiceReachesWhatItNeedsAndNothingElse() {
        assertThat(ports(policy(ValueSet.DEFAULTS, "trigger-service"))).containsExactly(53, 443, 5432, 9092);
        assertThat(ports(policy(ValueSet.DEFAULTS, "scan-service"))).containsExactly(53, 443, 5432, 9092);
        assertThat(ports(policy(ValueSet.DEFAULTS, "patch-service"))).containsExactly(53, 443, 1234, 5432, 9092);
    }

    @Test
    void onlyThoseWhoseEngineIsBuildahReachPackageRepositories() {
        assertThat(ports(policy(ValueSet.BUILDAH, "trigger-service"))).doesNotContain(80);
        assertThat(ports(policy(ValueSet.BUILDAH, "scan-service"))).contains(80);
        assertThat(ports(policy(ValueSet.BUILDAH, "patch-service")))
                .contains(80)
                .doesNotContain(1234);
        assertThat(ports(policy(ValueSet.MIXED, "patch-service")))
                .contains(1234)
                .doesNotContain(80);
    }

    @Test
    void portsAreThoseOfTheAddresses() {
        NetworkPolicy patch = policy(ValueSet.EVERYTHING, "patch-service");

        assertThat(ports(patch)).containsExactly(53, 443, 3128, 4318, 5000, 6432, 8443, 9093, 9094, 9096);
        assertThat(to(patch, 4318).getTo())
                .singleElement()
                .satisfies(peer -> assertThat(peer.getNamespaceSelector().getMatchLabels())
                        .containsEntry("kubernetes.io/metadata.name", "observability"));
        assertThat(to(patch, 6432).getTo())
                .singleElement()
                .satisfies(peer -> assertThat(peer.getIpBlock().getCidr()).isEqualTo("10.1.2.3/32"));
        assertThat(to(patch, 8443).getTo()).hasSize(1);
    }

    @Test
    void noPortIsOpenBesideThoseOfTheAddresses() {
        ValueSet values = ValueSet.of(
                "kafka.bootstrapServers=a:9093\\,b:9096",
                "registries.inside.host=registry:5000",
                "registries.plain.host=registry.plain",
                "registries.plain.scheme=http");
        for (String service : List.of("trigger-service", "scan-service")) {
            NetworkPolicy policy = policy(values, service);
            assertThat(ports(policy)).containsExactly(53, 80, 443, 5000, 5432, 9093, 9096);
            assertThat(to(policy, 9093).getPorts()).as("in one rule, each once").hasSize(2);
            assertThat(to(policy, 5000).getTo()).isEqualTo(to(policy, 443).getTo());
        }
    }

    @Test
    void noServiceGetsTheIdentityOfItsNode() {
        for (String service : Objects.SERVICES) {
            assertThat(to(policy(ValueSet.DEFAULTS, service), 443).getTo())
                    .isNotEmpty()
                    .allSatisfy(peer ->
                            assertThat(peer.getIpBlock().getExcept()).containsAnyOf("169.254.0.0/16", "fe80::/10"));
        }
    }

    @Test
    void theInterfaceIsReachedByThoseOnlyWhoAreLetIn() {
        for (String service : Objects.SERVICES) {
            var spec = policy(ValueSet.DEFAULTS, service).getSpec();
            assertThat(spec.getPolicyTypes()).isEqualTo(List.of("Ingress", "Egress"));
            assertThat(spec.getIngress())
                    .singleElement()
                    .satisfies(rule -> assertThat(rule.getFrom())
                            .singleElement()
                            .satisfies(peer -> {
                                assertThat(peer.getPodSelector().getMatchLabels())
                                        .containsOnlyKeys("cssc.dev/client");
                                assertThat(peer.getNamespaceSelector()).isNull();
                            }));
            assertThat(policy(ValueSet.EVERYTHING, service)
                            .getSpec()
                            .getIngress()
                            .get(0)
                            .getFrom())
                    .hasSize(2);
        }
        assertThat(Objects.of(ValueSet.LITTLE).of(NetworkPolicy.class)).isEmpty();
    }
}
