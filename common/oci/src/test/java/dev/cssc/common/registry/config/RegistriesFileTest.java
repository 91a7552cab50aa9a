package dev.cssc.common.registry.config;

import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistrySettings;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RegistriesFileTest {
    @TempDir
    private Path directory;

    /** As a service reads its configuration: with what the class path registers, and above the file what the environment says. */
    private static Registries read(Path file, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(RegistriesFile.KEY, file.toString());
        return ConfiguredRegistries.of(new SmallRyeConfigBuilder()
                .addDiscoveredSources()
                .addDefaultInterceptors()
                .withMapping(RegistriesConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 300))
                .build()
                .getConfigMapping(RegistriesConfig.class));
    }

    /** The example of docs/registries.md, read as a service reads it. */
    @Test
    void theDocumentedExampleWorks() throws Exception {
        String page = Files.readString(Path.of("../../docs/registries.md"));
        String example = page.replaceFirst("(?s).*```yaml\n(# registries.yaml.*?)```.*", "$1");
        Path secrets = Files.createDirectory(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("quay"), "word");
        Files.writeString(secrets.resolve("corporate-ca.pem"), "");
        Path file = Files.writeString(
                directory.resolve("registries.yaml"), example.replace("/etc/cssc/secrets", secrets.toString()));

        Registries registries = read(file, Map.of());

        RegistrySettings quay = registries.settings("quay.io");
        assertThat(quay.name()).isEqualTo("quay");
        assertThat(quay.redirectHosts()).isNotEmpty();
        RegistrySettings harbor = registries.settings("harbor.corp.example");
        assertThat(harbor.allowPrivateAddress()).isTrue();
        assertThat(harbor.ca()).contains(secrets.resolve("corporate-ca.pem"));
    }

    @Test
    void propertiesAreReadToo() throws Exception {
        Path file = Files.writeString(
                directory.resolve("registries.properties"),
                "cssc.registries.a.host=a.example\ncssc.registries.a.read-timeout=PT5S\n");

        assertThat(read(file, Map.of()).settings("a.example").timeouts().read()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theEnvironmentWins() throws Exception {
        Path file =
                Files.writeString(directory.resolve("registries.yaml"), "cssc: {registries: {a: {host: a.example}}}\n");

        assertThat(read(file, Map.of("cssc.registries.a.host", "b.example")).all())
                .extracting(RegistrySettings::host)
                .containsExactly("b.example");
    }

    @Test
    void aFileThatIsMissingOrSaysOtherThingsStopsTheStart() throws Exception {
        assertThatThrownBy(() -> read(directory.resolve("none.yaml"), Map.of()))
                .hasMessageContaining("none.yaml")
                .hasMessageContaining("cannot be read");
        Path other = Files.writeString(directory.resolve("other.yaml"), "quarkus: {datasource: {username: x}}\n");
        assertThatThrownBy(() -> read(other, Map.of())).hasMessageContaining("quarkus.datasource.username");
        Path broken = Files.writeString(directory.resolve("broken.yaml"), "cssc: [}\n");
        assertThatThrownBy(() -> read(broken, Map.of())).hasMessageContaining("broken.yaml");
    }
}
