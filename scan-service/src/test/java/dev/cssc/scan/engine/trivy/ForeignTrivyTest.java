package dev.cssc.scan.engine.trivy;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.process.ChildProcesses;
import dev.cssc.scan.engine.NoCredentials;
import dev.cssc.scan.engine.ScanRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Releases of Trivy that were not its project's own; a shell script stands in for them, which notes that it was run. */
class ForeignTrivyTest {

    @TempDir
    Path directory;

    private Path program;
    private Path work;

    @BeforeEach
    void makeDirectories() throws IOException {
        work = Files.createDirectory(directory.resolve("work"));
        Files.createDirectory(directory.resolve("cache"));
        program = directory.resolve("trivy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.69.4", "0.69.5", "0.69.6"})
    void oneThatSaysSoItselfScansNothing(String version) throws IOException {
        program("{\"Version\":\"" + version + "\"}", "");

        assertRefused(version);
    }

    @Test
    void oneWhoseFileSaysSoIsNotEvenStarted() throws IOException {
        program("{\"Version\":\"dev\"}", "\nmod\tgithub.com/aquasecurity/trivy\tv0.69.5\th1:x=\n");

        assertRefused("0.69.5");
        assertThat(directory.resolve("was-run")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.69.3", "0.70.0", "0.69.40"})
    void othersAreRun(String version) throws IOException {
        program("{\"Version\":\"" + version + "\"}", "");

        try (TrivyEngine engine = engine()) {
            assertThat(engine.missing()).isEmpty();
        }
        assertThat(directory.resolve("was-run")).exists();
    }

    private void assertRefused(String version) throws IOException {
        try (TrivyEngine engine = engine()) {
            assertThat(engine.missing())
                    .hasValueSatisfying(why -> assertThat(why).contains(version, "stolen credentials", "0.70.0"));
            ScanRequest request = new ScanRequest(
                    Repository.parse("127.0.0.1:5000/app"), Digest.of("image"), Platform.host(), work, Instant.now());
            assertThatThrownBy(() -> engine.scan(request))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.ENGINE_UNAVAILABLE));
        }
    }

    private TrivyEngine engine() throws IOException {
        NoCredentials access = new NoCredentials(Files.createDirectories(directory.resolve("docker")), true);
        return new TrivyEngine(
                new ChildProcesses(),
                access,
                RealTrivy.config(directory.resolve("cache"), Map.of("program", program.toString())));
    }

    private void program(String version, String comment) throws IOException {
        Files.writeString(
                program,
                "#!/bin/sh\n: > '" + directory.resolve("was-run") + "'\necho '" + version + "'\nexit 0\n" + comment);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
