package dev.cssc.common.lineage;

import dev.cssc.common.image.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class LineageTest {
    private static final List<Digest> LAYERS = List.of(Digest.of("l1"), Digest.of("l2"));
    private static final List<Digest> MORE_LAYERS = List.of(Digest.of("l1"), Digest.of("l2"), Digest.of("l3"));

    @Test
    void moreLayersOnTopOfTheSourcesBuildOnIt() {
        assertThat(layers(MORE_LAYERS).buildsOnLayersOf(layers(LAYERS))).isTrue();
        assertThat(layers(LAYERS).buildsOnLayersOf(layers(LAYERS))).isFalse();
        assertThat(layers(MORE_LAYERS.reversed()).buildsOnLayersOf(layers(LAYERS)))
                .isFalse();
        assertThat(layers(MORE_LAYERS).buildsOnLayersOf(layers(List.of())))
                .as("an index has no layers")
                .isFalse();
    }

    @Test
    void aBaseDigestThatIsNoDigestStatesNothing() {
        assertThat(Lineage.of(Map.of(Lineage.BASE_DIGEST, "latest"), LAYERS).statesBase())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1:5000/demo/a:1            | true
            other.example/demo/a:1             | true
            localhost/demo/a:1                 | true
            demo/a:1                           | true
            other.example/demo/a:1@sha256:0123 | true
            other.example/demo/a:2             | false
            other.example/demo/a               | false
            other.example/x/demo/a:1           | false
            x/demo/a:1                         | false
            docker.io/library/debian:12        | false
            @                                  | false
            :                                  | false
            """)
    void aStatedBaseIsComparedByPathAndTag(String stated, boolean same) {
        var lineage = Lineage.of(Map.of(Lineage.BASE_NAME, stated), List.of());

        assertThat(lineage.statesBase("demo/a", "1")).isEqualTo(same);
    }

    @Test
    void aBaseWithoutTagIsTheLatest() {
        var lineage = Lineage.of(Map.of(Lineage.BASE_NAME, "other.example/demo/a"), List.of());

        assertThat(lineage.statesBase("demo/a", "latest")).isTrue();
    }

    @Test
    void copasMarkIsKnownOnManifestAndIndex() {
        assertThat(Lineage.of(Map.of("sh.copa.image.patched", "2026-11-24T00:00:00Z"), List.of())
                        .copaMark())
                .isTrue();
        assertThat(Lineage.of(Map.of("sh.copa.patched", "2026-11-24T00:00:00Z"), List.of())
                        .copaMark())
                .isTrue();
        assertThat(layers(LAYERS).copaMark()).isFalse();
    }

    private static Lineage layers(List<Digest> layers) {
        return Lineage.of(Map.of(), layers);
    }
}
