package dev.cssc.patch;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.EventType;
import dev.cssc.common.event.ImageLifecycle.State;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Patched;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.staging.StagedPatch;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Somebody else moves a tag after an image was scanned and before its patch is published. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class MovedTagTest extends StagedByHand {

    @Test
    void aFloatingTagThatSomebodyMovedMeanwhileIsLeftAloneWithThatReason() {
        publish(stagedByHand("1", "first", TagConvention.FLOATING));
        StagedPatch next = stagedByHand("1", "second", TagConvention.FLOATING);
        Digest theirs = push("1-patched", "theirs");

        publish(next);

        assertLeftAlone(next, theirs);
    }

    @Test
    void aFloatingTagThatSomebodyMadeMeanwhileIsLeftAloneWithThatReason() {
        StagedPatch patch = stagedByHand("1", "first", TagConvention.FLOATING);
        Digest theirs = push("1-patched", "theirs");

        publish(patch);

        assertLeftAlone(patch, theirs);
    }

    @Test
    void aNumberThatSomebodyTookMeanwhileIsLeftAloneAndTheNextOneIsTaken() {
        StagedPatch patch = stagedByHand("1", "first", TagConvention.INCREMENTAL);
        Digest theirs = push("1-1", "theirs");

        publish(patch);

        await().atMost(PATIENCE).until(() -> !patched(patch).isEmpty());
        assertThat(pointsTo("1-1")).contains(theirs);
        assertThat(pointsTo("1-2")).contains(patch.publishes());
    }

    /** The patch is of the image that was scanned, and says so; the one that the tag names now is due by itself. */
    @Test
    void aSourceTagThatSomebodyMovedMeanwhileStaysThereAndThePatchNamesTheImageThatWasScanned() {
        StagedPatch patch = stagedByHand("1", "first", TagConvention.INCREMENTAL);
        Digest theirs = push("1", "theirs");

        publish(patch);

        await().atMost(PATIENCE).until(() -> !patched(patch).isEmpty());
        assertThat(pointsTo("1")).contains(theirs);
        assertThat(pointsTo("1-1")).contains(patch.publishes());
        assertThat(patched(patch))
                .extracting(one -> one.source().digest())
                .containsExactly(patch.source().digest())
                .doesNotContain(theirs);
    }

    private void assertLeftAlone(StagedPatch patch, Digest theirs) {
        ImageStatus end = endOf(patch.run());
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(end.reason()).contains(ReasonCode.TAG_MOVED);
        assertThat(end.detail().orElse("")).contains("1-patched", theirs.value());
        assertThat(pointsTo("1-patched")).contains(theirs);
        await().atMost(PATIENCE)
                .until(() -> registry.tags(patch.staging()).map(List::isEmpty).orElse(true));
    }

    private void publish(StagedPatch patch) {
        topics.send(verdict(patch.announcement(Optional.empty()), true, List.of(upgrade("tar")), List.of()));
        endOf(patch.run());
    }

    private List<Patched> patched(StagedPatch patch) {
        return topics.of(EventType.PATCHED, Patched.class, patch.run());
    }

    private StagedPatch stagedByHand(String tag, String content, TagConvention convention) {
        PinnedImage source = new PinnedImage(repository, new Tag(tag), push(tag, run));
        Repository staging = repository.sibling("cssc-staging/" + repository.path());
        Digest staged = new Digest(ImageBuild.of(Layer.ofFiles(Map.of("app", run)))
                .plus(Layer.ofFiles(Map.of("patch", content)))
                .push(repository.registry(), staging.path(), content));
        return stored(content + run, source, staging, staged, content, convention);
    }

    private Digest push(String tag, String content) {
        return new Digest(ImageBuild.of(Layer.ofFiles(Map.of("app", content)))
                .push(repository.registry(), repository.path(), tag));
    }
}
