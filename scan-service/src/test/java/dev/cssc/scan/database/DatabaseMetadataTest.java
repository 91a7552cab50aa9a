package dev.cssc.scan.database;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseMetadataTest {

    @TempDir
    Path cache;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "no JSON",
                "[]",
                "{\"Version\":2,\"UpdatedAt\":\"yesterday\"}",
                "{\"Version\":2,\"UpdatedAt\":\"2026-11-20T06:00:00Z\",\"NextUpdate\":\"soon\"}"
            })
    void whatSaysNoTimeIsUnusableAsAWholeAndUnavailableWhereItMayBeHalfWritten(String metadata) throws IOException {
        Path file = write(metadata);

        assertThatThrownBy(() -> DatabaseMetadata.readWhole(cache)).isInstanceOf(UnusableDatabaseException.class);
        assertThatThrownBy(() -> DatabaseMetadata.read(cache))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.DATABASE_UNAVAILABLE))
                .hasMessageContaining(file.toString());
    }

    @Test
    void metadataThatCannotBeReadIsUnavailableEitherWay() {
        assertThatThrownBy(() -> DatabaseMetadata.readWhole(cache))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.DATABASE_UNAVAILABLE));
    }

    private Path write(String metadata) throws IOException {
        Path file = DatabaseMetadata.file(cache);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, metadata);
    }
}
