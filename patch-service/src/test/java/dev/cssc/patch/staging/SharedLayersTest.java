package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.job.AwaitedException;
import dev.cssc.common.job.Job;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.testing.TestStack;
import dev.cssc.patch.RegistryResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Images of one base: who is patched by the engine, who waits, and who takes over; the engine is one that only adds a layer. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class SharedLayersTest extends SharedLayersDriver {
    private static final PackageUpgrade GZIP = new PackageUpgrade("gzip", "1", "2", List.of());

    @Test
    void siblingsWaitForTheFirstAndTakeItsLayerOverOnceItIsVerified() {
        Job first = job(image("opt/first"));
        Job second = job(image("opt/second"));
        run(first);
        assertThatThrownBy(() -> run(second)).as("not verified yet").isInstanceOf(AwaitedException.class);

        accept(first);
        run(second);
        run(job(base));

        assertThat(engine.calls).isEqualTo(1);
        StagedPatch donor = patch(first);
        StagedPatch sibling = patch(second);
        assertThat(sibling.grafts())
                .containsExactly(donor.parts().getFirst().staged().staged());
        assertThat(sibling.parts().getFirst().staged().targets()).containsExactly(TAR);
        ImageManifest staged = manifest(sibling);
        assertThat(staged.layers().getLast().digest())
                .isEqualTo(manifest(donor).layers().getLast().digest());
        assertThat(staged.layers()).hasSize(3);
        assertThat(staged.annotations())
                .containsEntry(
                        Lineage.GRAFT,
                        donor.parts().getFirst().staged().staged().value())
                .containsEntry(Lineage.BASE_DIGEST, sibling.source().digest().value());
        assertThat(staged.layers())
                .extracting(Descriptor::digest)
                .allMatch(layer -> registry.blobExists(sibling.staging(), layer));
        assertThat(manifest(donor).annotations()).doesNotContainKey(Lineage.GRAFT);
    }

    @Test
    void whereTheFirstComesToNothingTheNextIsPatchedByTheEngine() {
        Job first = job(image("opt/first"));
        Job second = job(image("opt/second"));
        run(first);
        transactions.await(tx -> patches.ended(tx, first.id(), PatchStore.Ending.REFUSED, Optional.empty()));

        run(second);
        assertThatThrownBy(() -> run(job(image("opt/third")))).isInstanceOf(AwaitedException.class);
        transactions.await(handler(engine).gaveUp(second, Failure.of(ReasonCode.PATCH_FAILED, "no"))::apply);
        run(job(image("opt/third")));

        assertThat(engine.calls).isEqualTo(3);
    }

    @Test
    void anImageThatDiffersByOnePackageNeitherWaitsNorTakesOver() {
        run(job(image("opt/first")));
        Job other = job(image("opt/second"), List.of(TAR, GZIP), "db-1");
        Job installed = job(image("opt/third"), List.of(TAR), "db-1", "another inventory");

        run(other);
        run(installed);

        assertThat(engine.calls).isEqualTo(3);
    }

    @Test
    void anImageWithThePackageDatabaseInItsOwnLayerDoesNotWait() {
        run(job(image("opt/first")));
        Job own = job(image("var/lib/dpkg/status"));

        run(own);

        assertThat(engine.calls).isEqualTo(2);
        assertThat(patch(own).grafts()).isEmpty();
    }

    @Test
    void anImageThatTouchesAPathOfThePatchIsPatchedByTheEngine() {
        Job first = job(image("opt/first"));
        run(first);
        accept(first);
        Job touching = job(image("usr/lib/patched"));

        run(touching);

        assertThat(engine.calls).isEqualTo(2);
        assertThat(patch(touching).grafts()).isEmpty();
    }

    @Test
    void whatWasTakenOverIsNotPassedOn() {
        Job first = job(image("opt/first"));
        run(first);
        accept(first);
        Job second = job(image("opt/second"));
        run(second);
        accept(second);
        transactions.await(tx -> patches.ended(tx, first.id(), PatchStore.Ending.DROPPED, Optional.empty()));

        run(job(image("opt/third")));

        assertThat(engine.calls).isEqualTo(2);
    }

    @Test
    void whereTheDonorIsGoneTheImageIsPatchedByTheEngine() {
        Job first = job(image("opt/first"));
        run(first);
        accept(first);
        StagedPatch donor = patch(first);
        registry.deleteManifest(
                donor.staging(), donor.parts().getFirst().staged().staged());
        Job second = job(image("opt/second"));

        run(second);

        assertThat(engine.calls).isEqualTo(2);
        assertThat(patch(second).grafts()).isEmpty();
    }

    @Test
    void theLayersAreFoundWhereTheDonorWasPublished() {
        Job first = job(image("opt/first"));
        run(first);
        accept(first);
        StagedPatch donor = patch(first);
        ImageManifest manifest = manifest(donor);
        Digest staged = donor.parts().getFirst().staged().staged();
        Repository target = donor.source().repository();
        manifest.layers().forEach(layer -> registry.copyBlob(donor.staging(), target, layer));
        registry.copyBlob(donor.staging(), target, manifest.config());
        registry.putManifest(
                target,
                registry.manifest(ImageReference.of(donor.staging(), staged)).orElseThrow());
        registry.deleteManifest(donor.staging(), staged);
        Job second = job(image("opt/second"));

        run(second);

        assertThat(engine.calls).isEqualTo(1);
    }

    @Test
    void anImageWhoseTakenOverPatchWasRefusedIsPatchedByTheEngineTheNextTime() {
        Job first = job(image("opt/first"));
        run(first);
        accept(first);
        ImageBuild image = image("opt/second");
        Job second = job(image);
        run(second);
        StagedPatch refused = patch(second);
        transactions.await(tx -> patches.patchedByEngineNext(tx, refused.parts()));

        Job again = job(image);
        run(again);

        assertThat(engine.calls).isEqualTo(2);
        assertThat(patch(again).grafts()).isEmpty();
    }

    @Test
    void whatADonorLeftOutIsAskedForAgainWhenTheKnowledgeIsNewer() {
        engine.leavesOut = List.of(GZIP);
        Job first = job(image("opt/first"), List.of(TAR, GZIP), "db-1");
        run(first);
        accept(first);
        Job same = job(image("opt/second"), List.of(TAR, GZIP), "db-1");
        Job newer = job(image("opt/third"), List.of(TAR, GZIP), "db-2");

        run(same);
        assertThat(engine.calls).isEqualTo(1);
        assertThat(patch(same).unavailable()).containsExactly(GZIP);
        assertThat(patch(same).parts().getFirst().staged().targets()).containsExactly(TAR);
        run(newer);

        assertThat(engine.calls).isEqualTo(2);
    }
}
