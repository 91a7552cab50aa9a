package dev.cssc.scan.engine.trivy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class GoBuildInfoTest {

    private static final String MODULE = "github.com/aquasecurity/trivy";

    @TempDir
    Path directory;

    private Path program(int before, String text) throws IOException {
        return Files.writeString(
                directory.resolve("program"), "\0".repeat(before) + text + "\0\0", StandardCharsets.ISO_8859_1);
    }

    private static String info(String line) {
        return "\u00ff path\t" + MODULE + "/cmd/trivy\n" + line + "\ndep\texample.org/x\tv9.9.9\th1:x=\n";
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (1 << 20) - 40, (1 << 20) - 1, 3 << 20})
    void tellsTheReleaseThatAProgramWasInstalledFromWhereverItStands(int before) throws IOException {
        Path program = program(before, info("mod\t" + MODULE + "\tv0.74.0\th1:abc="));

        assertThat(GoBuildInfo.moduleVersion(program, MODULE)).contains("0.74.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mod\t" + MODULE + "\t(devel)\t",
                "mod\t" + MODULE + "\tv0.74.1-0.20260101000000-abcdefabcdef\th1:x=",
                "mod\t" + MODULE + "-fork\tv0.74.0\th1:x=",
                "dep\t" + MODULE + "\tv0.74.0\th1:x=",
                ""
            })
    void tellsNothingOfAProgramThatWasMadeOfSomethingElse(String line) throws IOException {
        assertThat(GoBuildInfo.moduleVersion(program(0, info(line)), MODULE)).isEmpty();
    }

    @Test
    void tellsNothingOfAProgramThatIsGone() {
        assertThat(GoBuildInfo.moduleVersion(directory.resolve("nothing"), MODULE))
                .isEmpty();
    }
}
