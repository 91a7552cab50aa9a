package dev.cssc.common.lineage;

import dev.cssc.common.image.Digest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class LineageTest {
    private static final Digest SOURCE = Digest.of("source");
    private static final List<Digest> SOURCE_LAYERS = List.of(Digest.of("l1"), Digest.of("l2"));
    private static final List<Digest> MORE_LAYERS = List.of(Digest.of("l1"), Digest.of("l2"), Digest.of("l3"));

    @Test
    void theStatedBaseDigestDecides() {
        assertThat(Lineage.of(Map.of(Lineage.BASE_DIGEST, SOURCE.value()), List.of())
                        .isPatchOf(SOURCE, SOURCE_LAYERS))
                .isTrue();
        assertThat(Lineage.of(
                                Map.of(
                                        Lineage.BASE_DIGEST,
                                        Digest.of("older source").value()),
                                MORE_LAYERS)
                        .isPatchOf(SOURCE, SOURCE_LAYERS))
                .isFalse();
    }

    @Test
    void withoutAStatementLayersOnTopOfTheSourcesDecide() {
        assertThat(Lineage.of(Map.of(), MORE_LAYERS).isPatchOf(SOURCE, SOURCE_LAYERS))
                .isTrue();
        assertThat(Lineage.of(Map.of(), SOURCE_LAYERS).isPatchOf(SOURCE, SOURCE_LAYERS))
                .isFalse();
        assertThat(Lineage.of(Map.of(), MORE_LAYERS.reversed()).isPatchOf(SOURCE, SOURCE_LAYERS))
                .isFalse();
        assertThat(Lineage.of(Map.of(), MORE_LAYERS).isPatchOf(SOURCE, List.of()))
                .isFalse();
    }

    @Test
    void aBaseDigestThatIsNoDigestStatesNothing() {
        assertThat(Lineage.of(Map.of(Lineage.BASE_DIGEST, "latest"), MORE_LAYERS)
                        .isPatchOf(SOURCE, SOURCE_LAYERS))
                .isTrue();
    }
}
