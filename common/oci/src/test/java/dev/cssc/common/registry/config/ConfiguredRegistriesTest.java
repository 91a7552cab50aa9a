package dev.cssc.common.registry.config;

import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import dev.cssc.common.registry.RequestBudget;
import dev.cssc.common.registry.Scheme;
import dev.cssc.common.registry.Secret;
import dev.cssc.common.registry.Timeouts;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfiguredRegistriesTest {
    @TempDir
    Path directory;

    private static Registries read(Map<String, String> properties) {
        return ConfiguredRegistries.of(new SmallRyeConfigBuilder()
                .withMapping(RegistriesConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(RegistriesConfig.class));
    }

    @Test
    void hostAloneIsAnAnonymousRegistryOverTlsOnPublicAddresses() {
        assertThat(read(Map.of("cssc.registries.hub.host", "registry.example")).settings("registry.example"))
                .isEqualTo(new RegistrySettings(
                        "hub",
                        "registry.example",
                        Scheme.HTTPS,
                        CredentialSource.ANONYMOUS,
                        Set.of(),
                        Set.of(),
                        false,
                        Optional.empty(),
                        new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(30)),
                        RequestBudget.DEFAULT));
    }

    @Test
    void everyKeyIsRead() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "pass word\n");
        Path ca = Files.writeString(directory.resolve("ca.pem"), "");

        RegistrySettings settings = read(Map.ofEntries(
                        Map.entry("cssc.registries.mine.host", "r.example:5000"),
                        Map.entry("cssc.registries.mine.scheme", "http"),
                        Map.entry("cssc.registries.mine.insecure", "true"),
                        Map.entry("cssc.registries.mine.username", "ann"),
                        Map.entry("cssc.registries.mine.password-file", secret.toString()),
                        Map.entry("cssc.registries.mine.realm-hosts", "auth.example,auth2.example:8443"),
                        Map.entry("cssc.registries.mine.redirect-hosts", "store.example"),
                        Map.entry("cssc.registries.mine.allow-private-address", "true"),
                        Map.entry("cssc.registries.mine.ca-file", ca.toString()),
                        Map.entry("cssc.registries.mine.connect-timeout", "PT1S"),
                        Map.entry("cssc.registries.mine.read-timeout", "PT2S"),
                        Map.entry("cssc.registries.mine.transfer-timeout", "PT3S")))
                .settings("r.example:5000");

        assertThat(settings)
                .isEqualTo(new RegistrySettings(
                        "mine",
                        "r.example:5000",
                        Scheme.HTTP,
                        new CredentialSource.StaticUser("ann", new Secret.FromFile(secret)),
                        Set.of("auth.example", "auth2.example:8443"),
                        Set.of("store.example"),
                        true,
                        Optional.of(ca),
                        new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)),
                        RequestBudget.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"localhost:5000", "127.0.0.1", "127.3.2.1:80", "[::1]:5000", "LOCALHOST"})
    void plainHttpIsForLoopbackHosts(String host) {
        Registries registries = read(Map.of("cssc.registries.a.host", host, "cssc.registries.a.scheme", "http"));

        assertThat(registries.settings(host).scheme()).isEqualTo(Scheme.HTTP);
    }

    @ParameterizedTest
    @CsvSource({"r.example", "localhost.example", "127.0.0.1.example", "10.0.0.1"})
    void plainHttpElsewhereNeedsTheWordInsecure(String host) {
        assertThatThrownBy(() -> read(Map.of("cssc.registries.a.host", host, "cssc.registries.a.scheme", "http")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cssc.registries.a.scheme")
                .hasMessageContaining("insecure=true");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> read(Map.of(
                        "cssc.registries.a.host", "not a host",
                        "cssc.registries.a.scheme", "ftp",
                        "cssc.registries.a.password", "s3cr3t",
                        "cssc.registries.b.host", "b.example",
                        "cssc.registries.b.username", "bob",
                        "cssc.registries.b.read-timeout", "PT0S",
                        "cssc.registries.b.redirect-hosts", "https://b.example/",
                        "cssc.registries.b.ca-file", "/nowhere/ca.pem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cssc.registries.a.host")
                .hasMessageContaining("cssc.registries.a.scheme")
                .hasMessageContaining("cssc.registries.a.username")
                .hasMessageContaining("cssc.registries.b.password")
                .hasMessageContaining("cssc.registries.b.read-timeout")
                .hasMessageContaining("cssc.registries.b.redirect-hosts")
                .hasMessageContaining("cssc.registries.b.ca-file")
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void oneHostIsConfiguredOnce() {
        assertThatThrownBy(() ->
                        read(Map.of("cssc.registries.a.host", "r.example", "cssc.registries.b.host", "R.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("R.example");
    }

    @Test
    void noRegistryAtAllIsAllowed() {
        assertThat(read(Map.of()).all()).isEmpty();
    }

    @Test
    void budgetIsRead() {
        assertThat(read(Map.of(
                                "cssc.registries.a.host", "r.example",
                                "cssc.registries.a.max-concurrent-requests", "4",
                                "cssc.registries.a.requests-per-second", "20",
                                "cssc.registries.a.rate-limit-patience", "PT5S"))
                        .settings("r.example")
                        .budget())
                .isEqualTo(new RequestBudget(4, 20, Duration.ofSeconds(5)));
    }
}
