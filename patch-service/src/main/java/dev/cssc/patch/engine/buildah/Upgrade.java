package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.BindMount;
import dev.cssc.common.buildah.BuildahFailures;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.process.Ended;
import dev.cssc.patch.engine.PatchRequest;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One image's upgrade in one storage: raise the packages, see what came of it, commit. Packages whose fix cannot be had yet are left out
 * and the rest is done anew from a fresh container, so that nothing half raised gets into the layer.
 */
final class Upgrade {
    private static final Logger LOG = Logger.getLogger(Upgrade.class);
    private static final int TAIL = 4_000;
    private static final int MOST_OUTPUT = 4_000_000;

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
        List<BindMount> scratch = scratch(store.directory(), manager.scratchPaths());
        Leftovers leftovers = Leftovers.of(manager, files(container));
        refresh(manager, container, scratch);
        List<PackageUpgrade> wanted = new ArrayList<>(request.packages());
        List<PackageUpgrade> unavailable = new ArrayList<>();
        while (true) {
            List<PackageUpgrade> missing = raise(manager, container, scratch, wanted);
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
        return "patching " + request.subject() + ": the repositories do not hold the fixed version of " + names(missing)
                + ", or the image keeps it back from " + manager.label() + " (" + manager.keptBackBy() + ")";
    }

    private WorkingContainer from() {
        return store.from(
                ImageReference.of(request.source().repository(), request.manifest()), plainHttp, Optional.of(authFile));
    }

    private RootFilesystem files(WorkingContainer container) {
        return new RootFilesystem(store.mount(container));
    }

    private PackageManager manager(WorkingContainer container) {
        return PackageManager.of(files(container))
                .orElseThrow(() -> Failure.of(
                                ReasonCode.UNSUPPORTED_IMAGE,
                                "patching " + request.subject() + ": the image has no package manager that the buildah"
                                        + " engine works with: " + PackageManager.labels())
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

    private void refresh(PackageManager manager, WorkingContainer container, List<BindMount> scratch) {
        String doing = "reading package repositories of " + request.subject();
        Said said = Said.of(store.run(container, scratch, manager.refresh(), deadline.left()), doing);
        if (manager.incomplete(said)) {
            throw manager.failure(doing, said).toException();
        }
    }

    /** Raises the packages; answers those that did not get as far as their fix. */
    private List<PackageUpgrade> raise(
            PackageManager manager, WorkingContainer container, List<BindMount> scratch, List<PackageUpgrade> wanted) {
        String doing = "raising packages of " + request.subject();
        Said said = Said.of(store.run(container, scratch, manager.upgrade(names(wanted)), deadline.left()), doing);
        if (!manager.upgraded(said.code())) {
            List<String> impossible = manager.impossible(said);
            List<PackageUpgrade> missing =
                    wanted.stream().filter(p -> impossible.contains(p.name())).toList();
            if (missing.isEmpty()) {
                throw manager.failure(doing, said).toException();
            }
            return missing;
        }
        Map<String, String> versions = versions(manager, container, scratch, wanted);
        if (wanted.stream().allMatch(p -> p.installed().equals(versions.get(bare(p))))
                && wanted.stream().allMatch(p -> reached(manager, p, versions))) {
            throw Failure.of(ReasonCode.NO_IMPROVEMENT, doing + ": all were at their fixed version before")
                    .toException();
        }
        return wanted.stream().filter(p -> !reached(manager, p, versions)).toList();
    }

    private static boolean reached(PackageManager manager, PackageUpgrade wanted, Map<String, String> versions) {
        String version = versions.get(bare(wanted));
        return version != null && manager.reaches(version, wanted.fixed());
    }

    private Map<String, String> versions(
            PackageManager manager, WorkingContainer container, List<BindMount> scratch, List<PackageUpgrade> wanted) {
        String doing = "reading package versions of " + request.subject();
        Ended ended = store.run(container, scratch, manager.query(names(wanted)), deadline.left());
        if (!manager.listed(ended.exitCode(doing))) {
            throw Failure.of(ReasonCode.PATCH_FAILED, doing + ": " + ended.stderrTail(TAIL))
                    .toException();
        }
        return manager.versions(ended.stdoutTail(MOST_OUTPUT));
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

    private static List<BindMount> scratch(Path directory, List<String> paths) {
        try {
            List<BindMount> mounts = new ArrayList<>();
            for (String path : paths) {
                mounts.add(new BindMount(Files.createTempDirectory(directory, "scratch-"), path));
            }
            return mounts;
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "making scratch directories below " + directory + ": " + e)
                    .toException(e);
        }
    }

    /** The name without dpkg's architecture qualifier, as the query prints it. */
    private static String bare(PackageUpgrade wanted) {
        return Stream.of(wanted.name().split(":", 2)).findFirst().orElse(wanted.name());
    }

    private static List<String> names(List<PackageUpgrade> packages) {
        return packages.stream().map(PackageUpgrade::name).sorted().toList();
    }
}
