package dev.cssc.trigger.status;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.selection.Plan;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class ExpansionTest {
    private static final Repository REPOSITORY = Repository.parse("127.0.0.1:5000/a");

    private final Expansion expansion = new Expansion();

    @Test
    void ofManySentencesTheFirstThousandAreKeptAndAllAreCounted() {
        IntStream.range(0, 2_500)
                .forEach(i -> expansion.add(List.of(
                        new Plan.Out(REPOSITORY, new Tag("o" + i), "is a patch"),
                        new Plan.Out(REPOSITORY, new Tag("n" + i), "is not asked for by the policy"),
                        new Plan.NotFound("127.0.0.1:5000", "a", "m" + i, "is not there"),
                        failed("f" + i, ReasonCode.MANIFEST_INVALID))));

        Run.Selection selection = expansion.selection();
        assertThat(selection.leftOut().orElseThrow())
                .hasSize(1_000)
                .last()
                .extracting(Unselected::tag)
                .isEqualTo("o999");
        assertThat(selection.notFound().orElseThrow()).hasSize(1_000);
        assertThat(selection.failed().orElseThrow()).hasSize(1_000);
        assertThat(selection.leftOutCount()).isEqualTo(2_500);
        assertThat(selection.notFoundCount()).isEqualTo(2_500);
        assertThat(selection.failedCount()).isEqualTo(2_500);
        assertThat(selection.notAskedCount()).isEqualTo(2_500);
    }

    @Test
    void everyImageIsKept() {
        IntStream.range(0, 2_500).forEach(i -> {
            var image = new PinnedImage(REPOSITORY, new Tag("t" + i), Digest.of("t" + i));
            expansion.add(List.of(
                    new Plan.In(image, image, TagConvention.INCREMENTAL, Optional.empty(), Criteria.NONE, "named")));
        });

        assertThat(expansion.due()).hasSize(2_500);
        assertThat(expansion.nothingRead()).isEmpty();
    }

    @Test
    void aFailureThatMayPassIsRememberedAndOneThatMayNotIsNot() {
        expansion.add(List.of(failed("a", ReasonCode.REGISTRY_UNAUTHORIZED)));
        assertThat(expansion.passingFailure()).isEmpty();

        expansion.add(List.of(failed("b", ReasonCode.REGISTRY_UNREACHABLE)));
        assertThat(expansion.passingFailure().orElseThrow().reason()).isEqualTo(ReasonCode.REGISTRY_UNREACHABLE);
    }

    @Test
    void nothingIsReadWhereThereAreOnlyFailures() {
        assertThat(expansion.nothingRead()).isEmpty();

        expansion.add(List.of(failed("a", ReasonCode.REGISTRY_UNAUTHORIZED)));
        assertThat(expansion.nothingRead().orElseThrow().reason()).isEqualTo(ReasonCode.REGISTRY_UNAUTHORIZED);

        expansion.add(List.of(new Plan.NotFound("127.0.0.1:5000", "a", "m", "is not there")));
        assertThat(expansion.nothingRead()).isEmpty();
    }

    private static Plan.Failed failed(String tag, ReasonCode reason) {
        return new Plan.Failed(
                "$.repositories[0]", "127.0.0.1:5000", "a", Optional.of(tag), Failure.of(reason, "reading " + tag));
    }
}
