package dev.cssc.common.planning.takeover;

import dev.cssc.common.event.PatchTarget;
import dev.cssc.common.image.Repository;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class CopaTargetTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ghcr.io/org       | docker.io/library/nginx | ghcr.io/org/nginx    | ghcr.io/org/library/nginx
            ghcr.io           | docker.io/library/nginx | ghcr.io/nginx        | ghcr.io/library/nginx
            ghcr.io/org       | docker.io/nginx         | ghcr.io/org/nginx    | ghcr.io/org/nginx
            reg.example/a/b   | reg.example/c           | reg.example/a/b/c    | reg.example/a/b/c
            reg.example       | reg.example/a/b         | reg.example/b        | -
            ghcr.io/Org       | reg.example/a           | ghcr.io/Org/a        | -
            not a host/x      | reg.example/a           | not a host/x/a       | -
            """)
    void theNearestTargetKeepsTheFullPath(String registry, String source, String copas, String here) {
        CopaTarget target = new CopaTarget(registry, Repository.parse(source));

        assertThat(target.copas()).isEqualTo(copas);
        assertThat(target.nearest()
                        .map((PatchTarget there) ->
                                there.siteOf(target.source()).toString())
                        .orElse("-"))
                .isEqualTo(here);
    }

    @ParameterizedTest
    @CsvSource({"reg.example/team,reg.example/team/app,true", "reg.example,reg.example/team/app,false"})
    void besideTheSourceIsNoTarget(String registry, String source, boolean beside) {
        assertThat(new CopaTarget(registry, Repository.parse(source)).isBesideSource())
                .isEqualTo(beside);
    }
}
