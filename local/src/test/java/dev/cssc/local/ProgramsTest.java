package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Which of a service's two builds is copied and started. */
class ProgramsTest {
    @TempDir
    Path directory;

    private Path project;
    private StackHome home;

    @BeforeEach
    void aProjectWhoseScanServiceIsBuiltBothWays() throws IOException {
        project = directory.resolve("project");
        home = new StackHome(directory.resolve("home"));
        Path target = project.resolve("scan-service/target");
        write(target.resolve("quarkus-app/quarkus-run.jar"), "a jar");
        write(target.resolve("scan-service-runner"), "#!/bin/sh\necho native \"$@\" $CSSC_SCAN_ENGINE\n");
        Files.setPosixFilePermissions(
                target.resolve("scan-service-runner"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void write(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static StackSettings settings(Build build) {
        return new StackSettings(
                StackSettings.ports(Map.of(), Map.of()),
                new StackSettings.Engines("package-manager", "buildah", Optional.empty(), Optional.empty()),
                build);
    }

    private void prepare(Part part, Build build) {
        new Programs(project, home, build).prepare(part);
    }

    @Test
    void aNativeServiceIsItsOwnProgramWithTheSameEnvironment() throws Exception {
        prepare(Part.SCAN, Build.NATIVE);
        Launch launch = Launch.of(Part.SCAN, home, settings(Build.NATIVE));

        ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectErrorStream(true);
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEqualTo("native -Xmx256m package-manager\n");
        assertThat(launch.environment())
                .isEqualTo(Launch.of(Part.SCAN, home, settings(Build.JVM)).environment());
    }

    @Test
    void onAJvmItIsTheJarAlsoWhereThereIsANativeProgram() {
        prepare(Part.SCAN, Build.JVM);

        assertThat(Launch.of(Part.SCAN, home, settings(Build.JVM)).command())
                .endsWith(
                        "-jar",
                        home.program("scan-service").resolve("quarkus-run.jar").toString());
        assertThat(home.program("scan-service").resolve("quarkus-run.jar")).hasContent("a jar");
    }

    @Test
    void aChangeOfTheBuildLeavesNothingOfTheOther() {
        prepare(Part.SCAN, Build.JVM);
        prepare(Part.SCAN, Build.NATIVE);

        assertThat(home.program("scan-service")).isDirectoryNotContaining("glob:**.jar");
    }

    @Test
    void whatIsNotBuiltIsNamedWithWhatMakesIt() {
        assertThatThrownBy(() -> prepare(Part.PATCH, Build.NATIVE))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("patch-service/target/patch-service-runner")
                .hasMessageContaining("./mvnw -T1 package -Pnative");
        assertThatThrownBy(() -> prepare(Part.PATCH, Build.JVM))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("patch-service/target/quarkus-app/quarkus-run.jar")
                .hasMessageContaining("./mvnw package");
    }
}
