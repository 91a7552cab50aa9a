package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.AwaitedException;
import dev.cssc.common.job.Job;
import dev.cssc.common.job.JobStore;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.outbox.Outbox;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.Registries;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.common.testing.TestStack;
import dev.cssc.common.transaction.Transactions;
import dev.cssc.patch.RegistryResource;
import dev.cssc.patch.attempt.AttemptStore;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.graft.Grafting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Images of one base: who is patched by the engine, who waits, and who takes over; the engine is one that only adds a layer. */
@QuarkusTest
@WithTestResource(TestStack.class)
@WithTestResource(RegistryResource.class)
class SharedLayersTest {
    private static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());
    private static final PackageUpgrade GZIP = new PackageUpgrade("gzip", "1", "2", List.of());

    @Inject
    StagingArea area;

    @Inject
    WorkDirectories directories;

    @Inject
    Grafting grafting;

    @Inject
    PatchStore patches;

    @Inject
    AttemptStore attempts;

    @Inject
    Repetition repetition;

    @Inject
    PublishedPatchStore published;

    @Inject
    Transactions transactions;

    @Inject
    JobStore jobs;

    @Inject
    Outbox outbox;

    @Inject
    Registries registries;

    @Inject
    RegistryClient registry;

    private final String name = UUID.randomUUID().toString();
    private final ImageBuild base = ImageBuild.of(Layer.ofFiles(Map.of("var/lib/dpkg/status", name, "usr/lib/a", "1")));
    private final LayerEngine engine = new LayerEngine();

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
        transactions.await(tx -> patches.ended(tx, first.id(), PatchStore.Ending.REFUSED));

        run(second);
        assertThatThrownBy(() -> run(job(image("opt/third")))).isInstanceOf(AwaitedException.class);
        transactions.await(handler().gaveUp(second, Failure.of(ReasonCode.PATCH_FAILED, "no"))::apply);
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
        transactions.await(tx -> patches.ended(tx, first.id(), PatchStore.Ending.DROPPED));

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
        transactions.await(tx -> patches.patchedByEngineNext(tx, refused));

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

    private ImageBuild image(String path) {
        return base.plus(Layer.ofFiles(Map.of(path, name)));
    }

    private void accept(Job job) {
        transactions.await(tx -> patches.accepted(tx, job.id()));
    }

    private void run(Job job) {
        transactions.await(handler().run(job)::apply);
    }

    private PatchHandler handler() {
        Patcher patcher = new Patcher(engine, area, directories, grafting);
        return new PatchHandler(patcher, engine, patches, attempts, repetition, published, transactions, jobs, outbox);
    }

    private StagedPatch patch(Job job) {
        return transactions.await(tx -> patches.find(tx, job.id())).orElseThrow();
    }

    private ImageManifest manifest(StagedPatch patch) {
        return ImageManifest.parse(registry.manifest(ImageReference.of(
                        patch.staging(), patch.parts().getFirst().staged().staged()))
                .orElseThrow());
    }

    private Job job(ImageBuild image) {
        return job(image, List.of(TAR), "db-1");
    }

    private Job job(ImageBuild image, List<PackageUpgrade> packages, String database) {
        return job(image, packages, database, "inventory");
    }

    private Job job(ImageBuild image, List<PackageUpgrade> packages, String database, String inventory) {
        Repository repository = new Repository(registries.all().getFirst().host(), "app-" + UUID.randomUUID());
        PinnedImage source = new PinnedImage(
                repository, new Tag("1"), new Digest(image.push(repository.registry(), repository.path(), "1")));
        engine.images.put(source.digest(), image);
        VulnsFound found = new VulnsFound(
                "run-" + name,
                "w",
                source,
                source,
                TagConvention.INCREMENTAL,
                Optional.empty(),
                List.of(new PlatformFindings(
                        Platform.host(),
                        source.digest(),
                        new OperatingSystem("debian", "12"),
                        packages,
                        Digest.of(inventory + name))),
                new Scanner("test", "1", database));
        return new Job(
                UUID.randomUUID(), PatchHandler.KIND, found.run(), source.name(), EventCodec.write(found), 1, true);
    }

    /** Adds one layer to the image, each time another one. */
    private static final class LayerEngine implements PatchEngine {
        private final Map<Digest, ImageBuild> images = new HashMap<>();
        private List<PackageUpgrade> leavesOut = List.of();
        private int calls;

        @Override
        public String name() {
            return "layer";
        }

        @Override
        public PatchedLayers patch(PatchRequest request) {
            calls++;
            ImageBuild source =
                    Optional.ofNullable(images.get(request.manifest())).orElseThrow();
            String digest = source.plus(
                            Layer.ofFiles(Map.of("usr/lib/patched", "patch " + calls + request.temporary())))
                    .push(
                            request.staging().registry(),
                            request.staging().path(),
                            request.temporary().value());
            List<PackageUpgrade> raised = request.packages().stream()
                    .filter(p -> !leavesOut.contains(p))
                    .toList();
            return new PatchedLayers(new Digest(digest), raised, leavesOut);
        }

        @Override
        public Optional<String> unready() {
            return Optional.empty();
        }
    }
}
