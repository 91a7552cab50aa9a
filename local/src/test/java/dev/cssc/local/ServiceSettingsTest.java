package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ServiceSettingsTest {
    @TempDir
    Path directory;

    @Test
    void withoutAFileThereAreNone() {
        assertThat(ServiceSettings.of(directory.resolve("settings")).values()).isEmpty();
    }

    @Test
    void aValueIsAllThatStandsBehindTheFirstEqualsSign() throws IOException {
        Path file = Files.writeString(
                directory.resolve("settings"),
                "# where patches wait\n\nCSSC_PATCH_STAGING={repository}-cssc-staging\n  CSSC_X=a=b \nCSSC_EMPTY=\n");

        assertThat(ServiceSettings.of(file).values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("CSSC_PATCH_STAGING", "{repository}-cssc-staging", "CSSC_X", "a=b", "CSSC_EMPTY", ""));
    }

    @Test
    void aLineOfAnotherFormIsNamedByItsNumber() throws IOException {
        Path file = Files.writeString(directory.resolve("settings"), "CSSC_X=1\nexport CSSC_Y=2\n");

        assertThatThrownBy(() -> ServiceSettings.of(file))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("Line 2 of " + file)
                .hasMessageContaining("NAME=value");
    }

    @Test
    void whatACommandsEnvironmentSaysGoesBeforeWhatIsKept() {
        ServiceSettings kept = new ServiceSettings(Map.of("CSSC_X", "kept", "CSSC_Y", "kept"));

        assertThat(kept.unlessIn(Map.of("CSSC_X", "for this start"))).isEqualTo(Map.of("CSSC_Y", "kept"));
    }

    @Test
    void aServiceIsStartedWithWhatIsKeptButForWhatTheStackItselfHasToSay() throws IOException {
        StackHome home = new StackHome(directory);
        Files.createDirectories(home.program("patch-service"));
        Files.writeString(
                home.serviceSettings(), "CSSC_PATCH_STAGING={repository}-cssc-staging\nQUARKUS_HTTP_PORT=1\n");
        StackSettings settings = new StackSettings(
                StackSettings.ports(Map.of(), Map.of()),
                new StackSettings.Engines("package-manager", "buildah", Optional.empty(), Optional.empty()),
                Build.JVM);

        Map<String, String> environment = Launch.of(Part.PATCH, home, settings).environment();

        assertThat(environment)
                .containsEntry("CSSC_PATCH_STAGING", "{repository}-cssc-staging")
                .containsEntry("QUARKUS_HTTP_PORT", String.valueOf(settings.port(Part.PATCH)));
    }
}
