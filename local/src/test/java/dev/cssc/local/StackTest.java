package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.EnumSet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StackTest {
    @TempDir
    Path directory;

    @Test
    void aServiceWithoutDatabaseAndBrokerIsRefusedWithWhatToType() {
        Stack stack = new Stack(new StackHome(directory), line -> {});

        assertThatThrownBy(() -> stack.checkNeeds(EnumSet.of(Part.SCAN)))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("postgres, kafka, registry")
                .hasMessageContaining("cssc start postgres kafka registry scan-service");
        assertThatCode(() -> stack.checkNeeds(EnumSet.allOf(Part.class))).doesNotThrowAnyException();
        assertThatCode(() -> stack.checkNeeds(EnumSet.of(Part.REGISTRY))).doesNotThrowAnyException();
    }
}
