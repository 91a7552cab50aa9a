package dev.cssc.common.selection;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.lineage.Lineage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ManifestLineageTest {
    private static final Digest ONE = Digest.of("one");
    private static final Digest TWO = Digest.of("two");

    @Test
    void aManifestStatesItsLayersAndItsBase() {
        var lineage = read("""
                {"schemaVersion":2,"config":{"digest":"%s"},"layers":[{"digest":"%s"},{"digest":"%s"}],
                 "annotations":{"org.opencontainers.image.base.name":"r/x:1","org.opencontainers.image.base.digest":"%s"}}
                """.formatted(ONE, ONE, TWO, TWO));

        assertThat(lineage.layers()).containsExactly(ONE, TWO);
        assertThat(lineage.baseName()).contains("r/x:1");
        assertThat(lineage.baseDigest()).contains(TWO);
    }

    @Test
    void anIndexStatesNoLayers() {
        var lineage = read("{\"manifests\":[{\"digest\":\"" + ONE + "\"}],\"annotations\":{}}");

        assertThat(lineage.layers()).isEmpty();
        assertThat(lineage.baseDigest()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "null", "{\"layers\":[{}]}", "{\"layers\":[{\"digest\":\"md5:1\"}]}"})
    void whatIsNoManifestIsNotTakenForOneThatStatesNothing(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("r/x@sha256");
    }

    private static Lineage read(String manifest) {
        return ManifestLineage.read("r/x@sha256:0", manifest.getBytes(StandardCharsets.UTF_8));
    }
}
