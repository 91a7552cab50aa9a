package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.BuildahFailures;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.ImagePackageManager;
import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.process.Ended;
import dev.cssc.patch.engine.PatchRequest;
import org.jboss.logging.Logger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One image's upgrade in one storage: raise the packages, see what came of it, commit. Packages whose fix cannot be had yet are left out
 * and the rest is done anew from a fresh container, so that nothing half raised gets into the layer.
 */
final class Upgrade {
    private static final Logger LOG = Logger.getLogger(Upgrade.class);
    private static final int TAIL = 4_000;

    private final BuildahStore store;
    private final PatchRequest request;
    private final boolean plainHttp;
    private final Path authFile;
    private final Deadline deadline;

    Upgrade(BuildahStore store, PatchRequest request, boolean plainHttp, Path authFile, Deadline deadline) {
        this.store = store;
        this.request = request;
        this.plainHttp = plainHttp;
        this.authFile = authFile;
        this.deadline = deadline;
    }

    /** What was raised and what was not. */
    record Raised(List<PackageUpgrade> raised, List<PackageUpgrade> unavailable) {}

    /** Raises and commits. */
    Raised run() {
        WorkingContainer container = from();
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
                commit(container);
                return new Raised(wanted, unavailable);
            }
            unavailable.addAll(missing);
            wanted.removeAll(missing);
            store.output("removing a working container", List.of("rm", container.id()));
            if (wanted.isEmpty()) {
                throw Failure.of(ReasonCode.FIXED_VERSION_UNAVAILABLE, leftOut(manager, unavailable))
                        .toException();
            }
            LOG.infof("%s; raising the others", leftOut(manager, missing));
            container = from();
        }
    }

    private String leftOut(PackageManager manager, List<PackageUpgrade> missing) {
        return "patching " + request.subject() + ": the repositories do not hold the fixed version of "
                + PackageManagerRuns.names(missing) + ", or the image keeps it back from "
                + manager.keptBackBy();
    }

    private WorkingContainer from() {
        return store.from(
                ImageReference.of(request.source().repository(), request.manifest()), plainHttp, Optional.of(authFile));
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

    /**
     * One layer, compressed on the way into the staging repository. Times of files stay as the packages have them: Python, for one, takes
     * its compiled files for stale otherwise.
     */
    private void commit(WorkingContainer container) {
        List<String> arguments = List.of(
                "commit",
                "--quiet",
                "--format=oci",
                "--disable-compression=false",
                "--tls-verify=" + !plainHttp,
                "--authfile=" + authFile,
                container.id(),
                "docker://" + request.staging() + ":" + request.temporary());
        String doing = "committing the patch of " + request.subject();
        Ended ended = store.buildah(doing, arguments, deadline.left());
        if (ended.exitCode(doing) != 0) {
            throw BuildahFailures.classify(doing, ended.stderrTail(TAIL)).toException();
        }
    }
}
