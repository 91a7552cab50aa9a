package dev.cssc.patch;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.ImageStatus;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.staging.CarriedOver;
import dev.cssc.patch.staging.Means;
import dev.cssc.patch.staging.PatchStore;
import dev.cssc.patch.staging.Question;
import dev.cssc.patch.staging.StagedPart;
import dev.cssc.patch.staging.StagedPatch;
import jakarta.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.awaitility.Awaitility.await;

/** Patches as the service would have staged them, without running an engine for them. */
abstract class StagedByHand extends ServiceTestBase {
    @Inject
    PatchStore patches;

    @Inject
    Transactions transactions;

    /** A patch as the service would have staged it, without running an engine for it. */
    StagedPatch stagedByHand(String tag) {
        ImageBuild image = ImageBuild.of(Layer.ofFiles(Map.of("app", run)));
        Digest source = new Digest(image.push(repository.registry(), repository.path(), tag));
        Repository staging = repository.sibling("cssc-staging/" + repository.path());
        Digest staged = new Digest(
                image.plus(Layer.ofFiles(Map.of("patch", run))).push(repository.registry(), staging.path(), "staged"));
        return stored(run, new PinnedImage(repository, new Tag(tag), source), staging, staged, "staged");
    }

    StagedPatch stored(String ofRun, PinnedImage source, Repository staging, Digest staged, String tag) {
        return stored(ofRun, source, staging, staged, tag, TagConvention.INCREMENTAL);
    }

    StagedPatch stored(
            String ofRun, PinnedImage source, Repository staging, Digest staged, String tag, TagConvention convention) {
        StagedPatch patch = new StagedPatch(
                UUID.randomUUID(),
                ofRun,
                "w",
                source,
                convention,
                source.repository(),
                staging,
                List.of(new StagedPart(
                        new StagedPlatform(Platform.host(), source.digest(), staged, List.of(upgrade("tar"))),
                        new Tag(tag),
                        List.of(),
                        1,
                        Optional.empty())),
                Optional.empty(),
                CarriedOver.NONE,
                engine.name(),
                SCANNER.database(),
                1);
        transactions.await(tx -> patches.staged(tx, patch, question(source), Optional.empty()));
        return patch;
    }

    /** The same as an image that was put on another build of its base. */
    StagedPatch rebased(StagedPatch patch, Rebase rebase) {
        StagedPart part = patch.parts().getFirst();
        StagedPlatform staged = part.staged();
        StagedPatch copy = new StagedPatch(
                UUID.randomUUID(),
                patch.run(),
                patch.workflow(),
                patch.source(),
                patch.convention(),
                patch.site(),
                patch.staging(),
                List.of(new StagedPart(
                        new StagedPlatform(
                                staged.platform(),
                                staged.source(),
                                staged.staged(),
                                staged.targets(),
                                Optional.of(rebase)),
                        part.tag(),
                        List.of(),
                        1,
                        Optional.empty())),
                Optional.empty(),
                CarriedOver.NONE,
                patch.engine(),
                patch.database(),
                1);
        transactions.await(tx -> patches.staged(tx, copy, question(patch.source()), Optional.empty()));
        return copy;
    }

    Question question(PinnedImage source) {
        return Question.of(found(source, source.digest(), upgrade("tar")), engine.name(), Means.ENGINE);
    }

    ImageStatus endOf(String ofRun) {
        await().atMost(PATIENCE)
                .until(() -> statuses(ofRun).stream().anyMatch(s -> s.state().terminal()));
        return statuses(ofRun).stream()
                .filter(s -> s.state().terminal())
                .findFirst()
                .orElseThrow();
    }
}
