package dev.cssc.local;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class LaunchTest {
    @TempDir
    Path directory;

    @Test
    void aServiceWithoutACacheOfItsJarsIsStartedAsEver() throws IOException {
        StackHome home = new StackHome(directory);
        Path program = Files.createDirectories(home.program("scan-service")).resolve("quarkus-run.jar");
        Files.writeString(program, "jar");
        Files.writeString(program.resolveSibling("app.aot"), "of whatever");
        StackSettings settings = new StackSettings(
                StackSettings.ports(Map.of(), Map.of()),
                new StackSettings.Engines("package-manager", "buildah", Optional.empty(), Optional.empty()),
                Build.JVM);

        List<String> command = Launch.of(Part.SCAN, home, settings).command();

        assertThat(command.subList(1, command.size()))
                .containsExactly("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", program.toString());
    }
}
