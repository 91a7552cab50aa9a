package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.ImageConfig;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.job.Job;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.rebase.RebaseDecision;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Who is put on a newer build of its base, and what comes of it; the engine is one that only adds a layer. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class RebaseTest extends SeenBuildDriver {
    private static final Platform S390X = Platform.of("linux", "s390x");

    @Test
    void anImageOnAnOlderBuildIsPutOnTheNewestAndNoEngineRuns() {
        ImageBuild image = app(app(old, "opt/a"), "opt/b")
                .configured(new ImageConfig(
                        List.of("/opt/a"),
                        List.of(),
                        List.of("A=1"),
                        "1000",
                        "/opt",
                        List.of(),
                        List.of(),
                        Map.of("l", "v")));
        ImageBuild newer = build("2");
        Digest to = push(newer);
        Job job = rebasing(image);

        run(job);

        StagedPatch patch = patch(job);
        assertThat(engine.calls).isZero();
        assertThat(patch.parts().getFirst().staged().rebase()).contains(new Rebase(tag().repository(), from, to));
        assertThat(patch.rebases()).containsExactly(to);
        assertThat(patch.announcement(Optional.empty()).platforms().getFirst().rebase())
                .isPresent();
        assertThat(patch.addedBytes()).isEqualTo(newer.layers().getFirst().size());
        ImageManifest staged = manifest(patch);
        assertThat(staged.layers())
                .extracting(layer -> layer.digest().value())
                .containsExactly(
                        newer.layers().getFirst().digest(),
                        image.layers().get(1).digest(),
                        image.layers().get(2).digest());
        assertThat(staged.annotations())
                .containsEntry(Lineage.REBASE, to.value())
                .containsEntry(Lineage.BASE_DIGEST, patch.source().digest().value())
                .doesNotContainKey(Lineage.GRAFT);
        assertThat(staged.layers())
                .extracting(Descriptor::digest)
                .allMatch(layer -> registry.blobExists(patch.staging(), layer));
        var config = dev.cssc.common.registry.ImageConfig.parse(
                registry.blob(patch.staging(), staged.config().digest(), 1 << 20));
        assertThat(config.entrypoint()).containsExactly("/opt/a");
        assertThat(config.env()).containsExactly("A=1");
        assertThat(config.user()).isEqualTo("1000");
        assertThat(config.diffIds())
                .extracting(Digest::value)
                .containsExactly(
                        newer.layers().getFirst().diffId(),
                        image.layers().get(1).diffId(),
                        image.layers().get(2).diffId());
    }

    @Test
    void aBuildThatTheTagWasNeverSeenAtIsFoundByWhatTheImageSays() {
        ImageBuild unseen = build("never seen");
        Digest digest = push(unseen);
        Digest to = push(build("2"));
        ImageBuild image = app(unseen, "opt/a").annotated(Lineage.BASE_DIGEST, digest.value());
        Job job = rebasing(image.annotated(Lineage.BASE_NAME, tag().toString()));
        Job elsewhere = rebasing(image.annotated(Lineage.BASE_NAME, tag().toString() + "-slim"));
        Job unnamed = rebasing(image);
        Job silent = rebasing(app(build("foreign"), "opt/a"));

        for (Job other : List.of(elsewhere, unnamed, silent)) {
            run(other);
            assertThat(patch(other).rebases()).isEmpty();
        }
        run(job);

        assertThat(patch(job).rebases()).containsExactly(to);
    }

    @Test
    void aBaseThatIsGoneBetweenPlanningAndStagingLeavesTheImageToTheEngine() {
        Digest to = push(build("2"));
        Job job = rebasing(app(old, "opt/a"));
        Patcher losing = new Patcher(engine, area, rebasing, grafting, platforms(engine), clock) {
            @Override
            Means means(VulnsFound found) {
                Means planned = super.means(found);
                assertThat(planned.rebases()).hasSize(1);
                registry.deleteManifest(tag().repository(), to);
                return planned;
            }
        };

        transactions.await(handler(engine, losing).run(job)::apply);

        assertThat(engine.calls).isEqualTo(1);
        assertThat(patch(job).rebases()).isEmpty();
        assertThat(transactions.<String>await(
                        tx -> tx.column("select question from patch where id = cast(:id as uuid)", String.class)
                                .setParameter("id", job.id().toString())
                                .getSingleResult()))
                .as("what is remembered is the question that was answered")
                .isEqualTo(Question.of(found(job), engine.name(), Means.ENGINE)
                        .identity()
                        .value());
    }

    @Test
    void whatTheJudgeRefusedIsLeftToTheEngineForAWhileWhateverBuildsCome() {
        ImageBuild image = app(old, "opt/a");
        StagedPatch refused = refused(image);
        Digest third = push(build("3"));

        Job again = rebasing(image);
        run(again);
        assertThat(patch(again).rebases()).isEmpty();
        assertThat(decision(rebasing(image)))
                .as("the engine had its turn, but not long ago")
                .isInstanceOf(RebaseDecision.Refused.class);
        pass(91, refused);
        Job later = rebasing(image);
        run(later);

        assertThat(patch(later).rebases()).containsExactly(third);
    }

    @Test
    void whatTheJudgeRefusedIsTheEnginesTurnHoweverLongThatTakes() {
        ImageBuild image = app(old, "opt/a");
        StagedPatch refused = refused(image);
        push(build("3"));
        pass(200, refused);

        run(rebasing(image));

        assertThat(engine.calls).isEqualTo(1);
        assertThat(decision(rebasing(image))).isInstanceOf(RebaseDecision.Planned.class);
    }

    private StagedPatch refused(ImageBuild image) {
        push(build("2"));
        Job job = rebasing(image);
        run(job);
        StagedPatch refused = patch(job);
        assertThat(refused.rebases()).hasSize(1);
        transactions.await(tx -> patches.patchedByEngineNext(tx, refused.parts()));
        return refused;
    }

    private void pass(int days, StagedPatch refused) {
        int rows = transactions.await(tx -> tx.statement(
                        "update rebase_barred set at = at - make_interval(days => :days) where manifest = :manifest")
                .setParameter("days", days)
                .setParameter("manifest", refused.source().digest().value())
                .executeUpdate());
        assertThat(rows).isOne();
    }

    @Test
    void aSecondAttemptReplacesWhatTheFirstLeft() {
        push(build("2"));
        Job job = rebasing(app(old, "opt/a"));
        patcher(engine).patch(job.id(), found(job), new Prepared(patcher(engine).means(found(job)), Map.of()));
        Digest third = push(build("3"));

        run(job);

        assertThat(patch(job).rebases()).containsExactly(third);
        assertThat(registry.tags(patch(job).staging()).orElseThrow()).hasSize(1);
    }

    @Test
    void eachPlatformOfAnIndexGoesItsOwnWayAndWhatDoesNotRunHereIsRebasedToo() {
        ImageBuild newer = build("2");
        Repository base = tag().repository();
        Digest to = index(base, "12", newer, newer.on(S390X));
        Repository repository = base.sibling("app-index-" + name);
        ImageBuild image = app(old, "opt/a");
        ImageBuild own = app(old, "var/lib/dpkg/x").on(S390X);
        Digest one = new Digest(image.push(repository.registry(), repository.path(), "one"));
        Digest two = new Digest(own.push(repository.registry(), repository.path(), "two"));
        engine.images.put(one, image);
        engine.images.put(two, own);
        PinnedImage source = new PinnedImage(repository, new Tag("1"), index(repository, "1", image, own));
        Job job = rebasing(source, Optional.of(tag()), Map.of(Platform.host(), one, S390X, two));

        run(job);

        assertThat(to).isNotEqualTo(from);
        assertThat(engine.calls).isEqualTo(1);
        assertThat(patch(job).parts())
                .allSatisfy(part -> assertThat(part.staged().rebase().isPresent())
                        .isEqualTo(part.staged().platform().equals(Platform.host())));
    }

    private Digest index(Repository repository, String tag, ImageBuild host, ImageBuild other) {
        return registry.putManifest(
                repository,
                new Tag(tag),
                ImageDocuments.index(
                        Map.entry(
                                Platform.host(),
                                new Digest(host.push(repository.registry(), repository.path(), "one"))),
                        Map.entry(S390X, new Digest(other.push(repository.registry(), repository.path(), "two")))));
    }

    private static VulnsFound found(Job job) {
        return EventCodec.read(job.payload(), VulnsFound.class);
    }
}
