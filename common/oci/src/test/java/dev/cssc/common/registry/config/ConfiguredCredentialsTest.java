package dev.cssc.common.registry.config;

import dev.cssc.common.registry.AzureSettings;
import dev.cssc.common.registry.AzureSettings.Identity;
import dev.cssc.common.registry.CredentialSource;
import dev.cssc.common.registry.Secret;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Keys of {@code cssc.registries.a} that say where credentials come from. */
class ConfiguredCredentialsTest {
    private static final String ACR = "contoso.azurecr.io";

    @TempDir
    Path directory;

    private static CredentialSource read(String host, String... keysAndValues) {
        Map<String, String> properties = new LinkedHashMap<>(Map.of("cssc.registries.a.host", host));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            properties.put("cssc.registries.a." + keysAndValues[i], keysAndValues[i + 1]);
        }
        return ConfiguredRegistries.of(new SmallRyeConfigBuilder()
                        .withMapping(RegistriesConfig.class)
                        .withSources(new PropertiesConfigSource(properties, "test", 100))
                        .build()
                        .getConfigMapping(RegistriesConfig.class))
                .settings(host)
                .credentials();
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String host, String... keysAndValues) {
        return assertThatThrownBy(() -> read(host, keysAndValues)).isInstanceOf(IllegalArgumentException.class);
    }

    private static AzureSettings azure(String host, String... keysAndValues) {
        return ((CredentialSource.AzureIdentity) read(host, keysAndValues)).settings();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("file"), content);
    }

    @Test
    void secretMayBeInAFileInAVariableOrGiven() throws IOException {
        Path file = file("pass word\r\n");

        assertThat(read("r.example", "username", "u", "password", "p"))
                .isEqualTo(new CredentialSource.StaticUser("u", new Secret.Given("p")));
        assertThat(read("r.example", "username", "u", "password-env", "PATH"))
                .isEqualTo(new CredentialSource.StaticUser("u", new Secret.FromEnvironment("PATH")));
        assertThat(read("r.example", "username", "u", "password-file", file.toString()))
                .isEqualTo(new CredentialSource.StaticUser("u", new Secret.FromFile(file)));
        assertThat(new Secret.FromFile(file).read()).isEqualTo("pass word");
        file("rotated");
        assertThat(new Secret.FromFile(file).read()).isEqualTo("rotated");
    }

    @Test
    void dockersConfigurationIsASource() throws IOException {
        Path file = file("{}");

        assertThat(read("r.example", "docker-config", file.toString()))
                .isEqualTo(new CredentialSource.DockerConfig(file));
    }

    @Test
    void identityOfEntraHasThePublicCloudsDefaults() {
        assertThat(azure(ACR, "azure.identity", "workload", "azure.tenant-id", "t", "azure.client-id", "c"))
                .isEqualTo(AzureSettings.publicCloud(
                        new Identity.Workload(Optional.of("c"), Optional.empty()), Optional.of("t")));
        assertThat(azure(ACR, "azure.identity", "managed").identity())
                .isEqualTo(new Identity.Managed(Optional.empty()));
        assertThat(azure(ACR, "azure.identity", "default").identity())
                .isEqualTo(new Identity.Default(Optional.empty()));
    }

    @Test
    void everyKeyOfEntraIsRead() throws IOException {
        Path file = file("secret");

        assertThat(azure(
                        "registry.cloud.example",
                        "azure.identity",
                        "service-principal",
                        "azure.tenant-id",
                        "t",
                        "azure.client-id",
                        "c",
                        "azure.client-secret-file",
                        file.toString(),
                        "azure.authority-host",
                        "https://login.cloud.example",
                        "azure.audience",
                        "https://registry.cloud.example/",
                        "azure.ca-file",
                        file.toString(),
                        "azure.any-host",
                        "true"))
                .isEqualTo(new AzureSettings(
                        new Identity.ServicePrincipal("c", new Secret.FromFile(file)),
                        Optional.of("t"),
                        "https://login.cloud.example",
                        "https://registry.cloud.example/.default",
                        Optional.of(file),
                        true));
        assertThat(azure(ACR, "azure.identity", "managed", "azure.audience", "arm")
                        .scope())
                .isEqualTo(AzureSettings.ARM_SCOPE);
    }

    @ParameterizedTest
    @CsvSource({"contoso.not-azurecr.io", "not-azurecr.io", "contoso.azurecr.io.example", "contoso.azurecr.io:8443"})
    void identityIsNotConfiguredForALookAlike(String host) {
        refused(host, "azure.identity", "managed")
                .hasMessageContaining("cssc.registries.a.azure.identity")
                .hasMessageContaining("any-host");
    }

    @Test
    void sourcesExcludeEachOther() throws IOException {
        refused(
                        "r.example",
                        "username",
                        "u",
                        "password",
                        "p4ss",
                        "docker-config",
                        file("{}").toString())
                .hasMessageContaining("cssc.registries.a.docker-config")
                .hasMessageNotContaining("p4ss");
        refused("r.example", "username", "u", "password", "p4ss", "password-env", "PATH")
                .hasMessageContaining("cssc.registries.a.password-env");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        refused(
                        ACR,
                        "azure.identity",
                        "service-principal",
                        "azure.authority-host",
                        "http://login.example",
                        "azure.audience",
                        "other",
                        "azure.ca-file",
                        "/nowhere")
                .hasMessageContaining("azure.tenant-id")
                .hasMessageContaining("azure.client-id")
                .hasMessageContaining("azure.client-secret-file")
                .hasMessageContaining("azure.authority-host")
                .hasMessageContaining("azure.audience")
                .hasMessageContaining("azure.ca-file");
        refused(ACR, "azure.identity", "guess").hasMessageContaining("'guess'");
        refused("r.example", "username", "u", "password-env", "CSSC_NO_SUCH_VARIABLE")
                .hasMessageContaining("CSSC_NO_SUCH_VARIABLE");
        refused("r.example", "docker-config", "/nowhere/config.json")
                .hasMessageContaining("cssc.registries.a.docker-config");
    }
}
