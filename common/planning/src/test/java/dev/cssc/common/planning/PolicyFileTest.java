package dev.cssc.common.planning;

import dev.cssc.common.policy.PolicyReader;
import dev.cssc.common.policy.PolicyReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** ACR's checks of the path given with {@code --config}. */
class PolicyFileTest {
    private static final String POLICY =
            "{\"version\":\"v1\",\"repositories\":[{\"repository\":\"r\",\"tags\":[\"a\"]}]}";

    private final PolicyFile files = new PolicyFile();

    @TempDir
    private Path directory;

    @Test
    void aFileIsRead() throws Exception {
        Path file = Files.writeString(directory.resolve("policy.json"), POLICY);

        assertThat(files.read(file, Optional.of("registry.example"))).isInstanceOf(PolicyReading.Accepted.class);
    }

    @Test
    void aPathThatDoesNotExistIsTold() {
        assertThat(told(directory.resolve("nowhere.json")))
                .isEqualTo("$: " + directory + "/nowhere.json does not exist");
    }

    @Test
    void aDirectoryIsTold() {
        assertThat(told(directory)).contains("is a directory; expected a file");
    }

    @Test
    void anEmptyFileIsTold() throws Exception {
        assertThat(told(Files.createFile(directory.resolve("empty.json")))).contains("is empty");
    }

    @Test
    void aFileThatIsTooLargeIsTold() throws Exception {
        Path file = Files.writeString(directory.resolve("large.json"), POLICY + " ".repeat(PolicyReader.LARGEST));

        assertThat(told(file)).contains("is larger than 10485760 bytes");
    }

    private String told(Path file) {
        return switch (files.read(file, Optional.of("registry.example"))) {
            case PolicyReading.Accepted accepted -> throw new AssertionError(accepted);
            case PolicyReading.Refused refused ->
                refused.problems().all().getFirst().toString();
        };
    }
}
