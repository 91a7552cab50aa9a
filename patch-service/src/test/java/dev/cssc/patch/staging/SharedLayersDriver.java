package dev.cssc.patch.staging;

import dev.cssc.common.embedded.ImageBuild;
import dev.cssc.common.embedded.Layer;
import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.job.Job;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import jakarta.inject.Inject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Images on one base of its own for each test, an engine that only adds a layer, and the way of one image through patching. */
abstract class SharedLayersDriver extends PatchHandlerDriver {
    static final PackageUpgrade TAR = new PackageUpgrade("tar", "1", "2", List.of());

    @Inject
    RegistryClient registry;

    final String name = UUID.randomUUID().toString();
    final ImageBuild base = ImageBuild.of(Layer.ofFiles(Map.of("var/lib/dpkg/status", name, "usr/lib/a", "1")));
    final LayerEngine engine = new LayerEngine();

    ImageBuild image(String path) {
        return base.plus(Layer.ofFiles(Map.of(path, name)));
    }

    void accept(Job job) {
        transactions.await(tx -> patches.accepted(tx, job.id()));
    }

    void run(Job job) {
        transactions.await(handler(engine).run(job)::apply);
    }

    StagedPatch patch(Job job) {
        return transactions.await(tx -> patches.find(tx, job.id())).orElseThrow();
    }

    ImageManifest manifest(StagedPatch patch) {
        return ImageManifest.parse(registry.manifest(ImageReference.of(
                        patch.staging(), patch.parts().getFirst().staged().staged()))
                .orElseThrow());
    }

    Job job(ImageBuild image) {
        return job(image, List.of(TAR), "db-1");
    }

    Job job(ImageBuild image, List<PackageUpgrade> packages, String database) {
        return job(image, packages, database, "inventory");
    }

    Job job(ImageBuild image, List<PackageUpgrade> packages, String database, String inventory) {
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
        return job(found);
    }

    /** Adds one layer to the image, each time another one. */
    static final class LayerEngine extends HostEngine {
        final Map<Digest, ImageBuild> images = new HashMap<>();
        List<PackageUpgrade> leavesOut = List.of();
        int calls;

        LayerEngine() {
            super("layer");
        }

        @Override
        public PatchedLayers patch(PatchRequest request) {
            calls++;
            ImageBuild source =
                    Optional.ofNullable(images.get(request.manifest())).orElseThrow();
            Digest digest = leave(
                    source.plus(Layer.ofFiles(Map.of("usr/lib/patched", "patch " + calls + request.temporary()))),
                    request);
            List<PackageUpgrade> raised = request.packages().stream()
                    .filter(p -> !leavesOut.contains(p))
                    .toList();
            return new PatchedLayers(digest, raised, leavesOut);
        }
    }
}
