package dev.cssc.patch.engine.copa;

import dev.cssc.common.image.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BuildKitsTest {
    private static final Map<String, String> TWO = Map.of(
            "buildkits.registry.address", "tcp://of-registry:1",
            "buildkits.registry.repositories", "registry.test",
            "buildkits.tenant.address", "tcp://of-tenant:1",
            "buildkits.tenant.repositories", "registry.test/team-a,other.test/team-a/apps");

    @Test
    void theLongestPrefixOfTheRepositorySaysWhosePatchesItIs() {
        BuildKits buildKits = BuildKits.of(config("tcp://common:1", TWO));

        assertThat(address(buildKits, "registry.test/team-a/app")).isEqualTo("tcp://of-tenant:1");
        assertThat(address(buildKits, "registry.test/team-a")).isEqualTo("tcp://of-tenant:1");
        assertThat(address(buildKits, "registry.test/team-b/app")).isEqualTo("tcp://of-registry:1");
        assertThat(address(buildKits, "other.test/team-a/apps/x")).isEqualTo("tcp://of-tenant:1");
        assertThat(address(buildKits, "other.test/team-a/app")).isEqualTo("tcp://common:1");
    }

    @Test
    void aPrefixEndsWhereAPartOfTheNameEnds() {
        BuildKits buildKits = BuildKits.of(config("tcp://common:1", TWO));

        assertThat(address(buildKits, "registry.test/team-ab/app")).isEqualTo("tcp://of-registry:1");
        assertThat(address(buildKits, "registry.test:5000/team-a/app")).isEqualTo("tcp://common:1");
    }

    @Test
    void twoForTheSameRepositoriesAreRefused() {
        Map<String, String> twice = Map.of(
                "buildkits.a.address", "tcp://a:1",
                "buildkits.a.repositories", "registry.test",
                "buildkits.b.address", "tcp://b:1",
                "buildkits.b.repositories", "registry.test");

        assertThatThrownBy(() -> BuildKits.of(config("tcp://common:1", twice)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("registry.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docker://",
                "docker-container://buildkitd",
                "buildx://default",
                "unix:///var/run/docker.sock",
                "tcp://no-port",
                "tcp://",
                "unix://relative",
                "buildkitd:1234",
                "not an address"
            })
    void whatIsNoBuildKitOfItsOwnIsRefusedAtTheStart(String address) {
        assertThatThrownBy(() -> BuildKits.of(config(address, Map.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cssc.patch.copa.address")
                .hasMessageContaining(address);
    }

    @Test
    void certificateAndKeyGoTogetherAndPathsAreAbsolute() {
        assertThatThrownBy(() -> BuildKits.of(config("tcp://a:1", Map.of("certificate", "/tls/cert.pem"))))
                .hasMessageContaining("certificate and key");
        assertThatThrownBy(() -> BuildKits.of(config("tcp://a:1", Map.of("ca-certificate", "tls/ca.pem"))))
                .hasMessageContaining("tls/ca.pem");
    }

    @Test
    void bothProgramsAreToldTheCertificatesInTheirOwnWords() {
        BuildKit buildKit = BuildKits.of(
                        config("tcp://a:1", Map.of("ca-certificate", "/ca", "certificate", "/cert", "key", "/key")))
                .of(Repository.parse("registry.test/app"));

        assertThat(buildKit.optionsOfCopa())
                .containsExactly("--addr=tcp://a:1", "--cacert=/ca", "--cert=/cert", "--key=/key");
        assertThat(buildKit.optionsOfBuildctl())
                .containsExactly("--addr=tcp://a:1", "--tlscacert=/ca", "--tlscert=/cert", "--tlskey=/key");
    }

    @Test
    void readinessNamesEachBuildKitThatDoesNotAnswer(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("buildkitd.sock");
        int closed;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = reserved.getLocalPort();
        }
        Map<String, String> tenant = Map.of(
                "buildkits.tenant.address",
                "tcp://127.0.0.1:" + closed,
                "buildkits.tenant.repositories",
                "registry.test/team-a");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));

            assertThat(BuildKits.of(config("unix://" + socket, Map.of())).unreachable())
                    .isEmpty();
            assertThat(BuildKits.of(config("unix://" + socket, tenant)).unreachable())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("tcp://127.0.0.1:" + closed)
                            .doesNotContain(socket.toString()));
        }
    }

    private static String address(BuildKits buildKits, String repository) {
        return buildKits.of(Repository.parse(repository)).address().toString();
    }

    private static CopaConfig config(String address, Map<String, String> more) {
        return TestCopa.config("copa", address, more);
    }

    @Test
    void theCacheOfTheBuildKitThatIsDeliveredStopsGrowing() throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "deploy", "buildkitd.toml")))
                .anyMatch(line -> line.strip().equals("gc = true"))
                .anyMatch(line -> line.strip().startsWith("maxUsedSpace = "));
    }
}
