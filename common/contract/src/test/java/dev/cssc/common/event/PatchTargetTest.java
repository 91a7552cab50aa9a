package dev.cssc.common.event;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PatchTargetTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            patched.example:5000 |         | reg.example/shop/api         | patched.example:5000/shop/api
                                 | patched | reg.example/shop/api         | reg.example/patched/shop/api
            patched.example      | a/b     | reg.example:5000/team/shop/x | patched.example/a/b/team/shop/x
            """)
    void theSourcesPathIsKeptInFull(String registry, String prefix, String source, String site) {
        var target = new PatchTarget(Optional.ofNullable(registry), Optional.ofNullable(prefix));

        assertThat(target.siteOf(Repository.parse(source))).hasToString(site);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                        |
            not a host  |
                        | /p
                        | p/
                        | P
            """)
    void whatIsNoPlaceIsNoTarget(String registry, String prefix) {
        assertThatThrownBy(() -> new PatchTarget(Optional.ofNullable(registry), Optional.ofNullable(prefix)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutATargetPatchesLieBesideTheirSource() {
        Repository source = Repository.parse("reg.example/shop/api");

        assertThat(Criteria.NONE.siteOf(source)).isEqualTo(source);
    }

    @Test
    void aNameThatIsTooLongIsAMatterOfThePolicy() {
        var criteria = Criteria.NONE.publishingTo(new PatchTarget(Optional.empty(), Optional.of("p".repeat(200))));

        assertThatThrownBy(() -> criteria.siteOf(new Repository("reg.example", "r".repeat(100))))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.POLICY_INVALID));
    }
}
