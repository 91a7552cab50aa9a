package dev.cssc.local;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StackSettingsTest {
    private static final StackSettings.Engines ENGINES = new StackSettings.Engines(
            "trivy",
            "copa",
            Optional.of("tcp://127.0.0.1:1234"),
            Optional.of(new TrivyDatabase.Present(Path.of("/cache"), true, Optional.of("mirror.example/trivy-db:2"))));

    @Test
    void anOptionGoesBeforeAVariableAndThatBeforeTheBase() {
        Map<Part, Integer> ports = StackSettings.ports(
                Map.of(Part.SCAN, 20001),
                Map.of("CSSC_SCAN_PORT", "20002", "CSSC_KAFKA_PORT", "20003", "CSSC_PORT_BASE", "30000"));

        assertThat(ports)
                .containsEntry(Part.SCAN, 20001)
                .containsEntry(Part.KAFKA, 20003)
                .containsEntry(Part.POSTGRES, 30000)
                .containsEntry(Part.PATCH, 30005);
    }

    @Test
    void twoPartsOnOnePortIsAnErrorThatNamesBoth() {
        assertThatThrownBy(() -> StackSettings.ports(Map.of(Part.SCAN, 15000), Map.of()))
                .hasMessageContaining("registry")
                .hasMessageContaining("scan-service")
                .hasMessageContaining("15000");
    }

    @Test
    void whatIsNoPortIsAnErrorThatNamesTheVariable() {
        assertThatThrownBy(() -> StackSettings.ports(Map.of(), Map.of("CSSC_SCAN_PORT", "70000")))
                .hasMessageContaining("CSSC_SCAN_PORT")
                .hasMessageContaining("70000");
    }

    @Test
    void settingsAreReadAsTheyWereWritten() {
        StackSettings settings = new StackSettings(StackSettings.ports(Map.of(), Map.of()), ENGINES, Build.JVM);

        assertThat(StackSettings.fromJson(settings.toJson())).isEqualTo(settings);
        StackSettings natively = new StackSettings(settings.ports(), ENGINES, Build.NATIVE);
        assertThat(StackSettings.fromJson(natively.toJson())).isEqualTo(natively);
    }

    @Test
    void aStackThatIsUpSaysThatItGoesOnOnAJvm() {
        StackSettings jvm = new StackSettings(StackSettings.ports(Map.of(), Map.of()), ENGINES, Build.JVM);
        StackOptions options = new StackOptions();
        new CommandLine(new CommandWith(options)).parseArgs("--native");

        assertThat(options.differingFrom(jvm)).containsExactly("--native (now on a JVM)");
    }

    @Test
    void nativeProgramsAreAskedForByOptionOrVariable() {
        StackOptions neither = new StackOptions();
        StackOptions option = new StackOptions();
        new CommandLine(new CommandWith(option)).parseArgs("--native");

        assertThat(neither.build(Map.of())).isEqualTo(Build.JVM);
        assertThat(neither.build(Map.of("CSSC_NATIVE", "yes"))).isEqualTo(Build.NATIVE);
        assertThat(option.build(Map.of("CSSC_NATIVE", ""))).isEqualTo(Build.NATIVE);
        assertThatThrownBy(() -> neither.build(Map.of("CSSC_NATIVE", "true")))
                .hasMessage("CSSC_NATIVE is 'true'; expected yes or no.");
    }

    @CommandLine.Command(name = "up")
    private static final class CommandWith {
        @CommandLine.Mixin
        private final StackOptions options;

        CommandWith(StackOptions options) {
            this.options = options;
        }
    }

    @Test
    void otherProgramsAreToldEveryAddress() {
        StackSettings settings = new StackSettings(StackSettings.ports(Map.of(), Map.of()), ENGINES, Build.JVM);

        assertThat(settings.endpoints().toString())
                .isEqualTo("{\"registry\":\"127.0.0.1:15000\",\"triggerUrl\":\"http://127.0.0.1:18080\","
                        + "\"scanUrl\":\"http://127.0.0.1:18081\",\"patchUrl\":\"http://127.0.0.1:18082\","
                        + "\"kafka\":\"127.0.0.1:19092\",\"postgres\":\"postgresql://127.0.0.1:15432/postgres\"}");
    }

    @Test
    void servicesAreToldRegistryAndEnginesByTheirEnvironment(@TempDir Path directory) {
        StackSettings settings = new StackSettings(StackSettings.ports(Map.of(), Map.of()), ENGINES, Build.JVM);

        assertThat(Launch.serviceEnvironment(Part.PATCH, new StackHome(directory), settings))
                .containsEntry("CSSC_REGISTRIES_LOCAL_HOST", "127.0.0.1:15000")
                .containsEntry("CSSC_REGISTRIES_LOCAL_SCHEME", "http")
                .containsEntry(
                        "CSSC_SECRETS_DIRECTORY", directory.resolve("secrets").toString())
                .containsEntry("CSSC_PATCH_ENGINE", "copa")
                .containsEntry("CSSC_PATCH_COPA_ADDRESS", "tcp://127.0.0.1:1234")
                .containsEntry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:19092")
                .containsEntry("QUARKUS_HTTP_HOST", "127.0.0.1");
        assertThat(Launch.serviceEnvironment(Part.SCAN, new StackHome(directory), settings))
                .containsEntry("CSSC_SCAN_TRIVY_CACHE_DIRECTORY", "/cache")
                .containsEntry("CSSC_SCAN_TRIVY_SKIP_DB_UPDATE", "false")
                .containsEntry("CSSC_SCAN_TRIVY_DB_REPOSITORY", "mirror.example/trivy-db:2");
    }
}
