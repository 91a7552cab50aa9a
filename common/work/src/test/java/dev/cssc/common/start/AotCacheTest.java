package dev.cssc.common.start;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Texts are those of Temurin 25.0.3. */
class AotCacheTest {
    private static final String WITH_AN_ARCHIVE = "mixed mode, sharing";
    private static final String WITHOUT = "mixed mode";

    @Test
    void aCacheThatWasNamedIsUsedWhereTheJvmSharesAnArchive() {
        AotCache cache = AotCache.of(List.of("-Xmx256m", "-XX:AOTCache=/app/app.aot"), WITH_AN_ARCHIVE);

        assertThat(cache).isEqualTo(new AotCache.Used("/app/app.aot"));
        assertThat(cache.title()).isEqualTo("used");
    }

    @Test
    void aCacheThatWasNamedIsRefusedWhereTheJvmSharesNone() {
        AotCache cache = AotCache.of(List.of("-XX:AOTCache=/app/app.aot"), WITHOUT);

        assertThat(cache).isEqualTo(new AotCache.Refused("/app/app.aot"));
        assertThat(cache.title()).isEqualTo("refused");
    }

    @Test
    void theJvmsOwnArchiveIsNoAotCache() {
        assertThat(AotCache.of(List.of("-XX:AOTCacheOutput=/app/app.aot"), WITH_AN_ARCHIVE))
                .isEqualTo(new AotCache.None());
        assertThat(AotCache.of(List.of(), WITHOUT).title()).isEqualTo("none");
    }

    @Test
    void ofTwoThatWereNamedTheLastCounts() {
        assertThat(AotCache.of(List.of("-XX:AOTCache=a", "-XX:AOTCache=b"), WITH_AN_ARCHIVE))
                .isEqualTo(new AotCache.Used("b"));
    }
}
