package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.CommittedLayer;
import dev.cssc.common.buildah.ImagePackageManager;
import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.patch.engine.PatchRequest;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.List;

/**
 * One image's upgrade in one storage: raise the packages, see what came of it, pack the difference. Packages whose fix cannot be had yet
 * are left out and the rest is done anew from a fresh container, so that nothing half raised gets into the layer.
 */
final class Upgrade {
    private static final Logger LOG = Logger.getLogger(Upgrade.class);

    private final BuildahStore store;
    private final PatchRequest request;
    private final ImageReference source;
    private final Deadline deadline;

    Upgrade(BuildahStore store, PatchRequest request, Deadline deadline) {
        this.store = store;
        this.request = request;
        this.source = ImageReference.of(request.source().repository(), request.manifest());
        this.deadline = deadline;
    }

    /** What was raised and what was not, and the layer that came of it. */
    record Raised(List<PackageUpgrade> raised, List<PackageUpgrade> unavailable, CommittedLayer layer) {}

    /**
     * Raises and packs. Times of files stay as the packages have them: Python, for one, takes its compiled files for stale otherwise.
     */
    Raised run() {
        WorkingContainer container = store.from(source);
        PackageManager manager = manager(container);
        requireNames(manager);
        PackageManagerRuns runs = new PackageManagerRuns(store, manager, request.subject(), deadline);
        Leftovers leftovers = Leftovers.of(manager, files(container));
        runs.refresh(container);
        List<PackageUpgrade> wanted = new ArrayList<>(request.packages());
        List<PackageUpgrade> unavailable = new ArrayList<>();
        while (true) {
            List<PackageUpgrade> missing = runs.raise(container, wanted);
            if (missing.isEmpty()) {
                leftovers.removeFrom(files(container));
                return new Raised(wanted, unavailable, store.commit(container, source, deadline.left()));
            }
            unavailable.addAll(missing);
            wanted.removeAll(missing);
            store.remove(container);
            if (wanted.isEmpty()) {
                throw Failure.of(ReasonCode.FIXED_VERSION_UNAVAILABLE, leftOut(manager, unavailable))
                        .toException();
            }
            LOG.infof("%s; raising the others", leftOut(manager, missing));
            container = store.from(source);
        }
    }

    private String leftOut(PackageManager manager, List<PackageUpgrade> missing) {
        return "patching " + request.subject() + ": the repositories do not hold the fixed version of "
                + PackageManagerRuns.names(missing) + ", or the image keeps it back from "
                + manager.keptBackBy();
    }

    private RootFilesystem files(WorkingContainer container) {
        return new RootFilesystem(store.mount(container));
    }

    private PackageManager manager(WorkingContainer container) {
        return ImagePackageManager.of(files(container))
                .map(PackageManager::of)
                .orElseThrow(() -> Failure.of(
                                ReasonCode.UNSUPPORTED_IMAGE,
                                "patching " + request.subject() + ": the image has no package manager that the buildah"
                                        + " engine works with: " + ImagePackageManager.labels())
                        .toException());
    }

    private void requireNames(PackageManager manager) {
        for (PackageUpgrade wanted : request.packages()) {
            if (!manager.isName(wanted.name())) {
                throw Failure.of(
                                ReasonCode.EVENT_INVALID,
                                "patching " + request.subject() + ": '" + wanted.name() + "' is no package name")
                        .toException();
            }
        }
    }
}
