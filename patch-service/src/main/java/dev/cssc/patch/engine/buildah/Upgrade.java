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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One image's upgrade in one storage: raise the packages, see what came of it, commit. Packages whose fix cannot be had yet are left out
 * and the rest is done anew from a fresh container, so that nothing half raised gets into the layer.
 */
final class Upgrade {
    private static final int TAIL = 4_000;
    private static final int MOST_OUTPUT = 1_000_000;

    /** Empty files that Buildah puts where it mounts the host's; they would hide nothing and mean nothing in the image. */
    private static final List<String> MOUNT_POINTS = List.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

    private final BuildahStore store;
    private final PackageManager manager;
    private final PatchRequest request;
    private final boolean plainHttp;
    private final Path authFile;
    private final Deadline deadline;
    private final List<BindMount> scratch;

    Upgrade(
            BuildahStore store,
            PackageManager manager,
            PatchRequest request,
            boolean plainHttp,
            Path authFile,
            Deadline deadline) {
        this.store = store;
        this.manager = manager;
        this.request = request;
        this.plainHttp = plainHttp;
        this.authFile = authFile;
        this.deadline = deadline;
        this.scratch = scratch(store.directory(), manager.scratchPaths());
        for (PackageUpgrade wanted : request.packages()) {
            if (!manager.isName(wanted.name())) {
                throw Failure.of(
                                ReasonCode.EVENT_INVALID,
                                "patching " + request.subject() + ": '" + wanted.name() + "' is no package name")
                        .toException();
            }
        }
    }

    /** What was raised and what was not. */
    record Raised(List<PackageUpgrade> raised, List<PackageUpgrade> unavailable) {}

    /** Raises and commits. */
    Raised run() {
        List<PackageUpgrade> wanted = new ArrayList<>(request.packages());
        List<PackageUpgrade> unavailable = new ArrayList<>();
        boolean listsRead = false;
        while (!wanted.isEmpty()) {
            WorkingContainer container = store.from(
                    ImageReference.of(request.source().repository(), request.manifest()),
                    plainHttp,
                    Optional.of(authFile));
            Set<String> before = leavings(container);
            if (!listsRead) {
                inImage(container, "reading package repositories", manager.refresh());
                listsRead = true;
            }
            List<PackageUpgrade> missing = raise(container, wanted);
            if (missing.isEmpty()) {
                clean(container, before);
                commit(container);
                return new Raised(wanted, unavailable);
            }
            unavailable.addAll(missing);
            wanted.removeAll(missing);
            store.output("removing a working container", List.of("rm", container.id()));
        }
        throw Failure.of(
                        ReasonCode.FIXED_VERSION_UNAVAILABLE,
                        "patching " + request.subject() + ": the repositories do not hold the fixed version of "
                                + names(unavailable))
                .toException();
    }

    /** Raises the packages; answers those that did not get as far as their fix. */
    private List<PackageUpgrade> raise(WorkingContainer container, List<PackageUpgrade> wanted) {
        String doing = "raising packages of " + request.subject();
        Ended ended = store.run(container, scratch, manager.upgrade(names(wanted)), deadline.left());
        if (ended.exitCode(doing) != 0) {
            String said = ended.stderrTail(TAIL);
            List<String> notFound = manager.notFound(said);
            List<PackageUpgrade> missing =
                    wanted.stream().filter(p -> notFound.contains(p.name())).toList();
            if (missing.isEmpty()) {
                throw manager.failure(doing, said).toException();
            }
            return missing;
        }
        Map<String, String> versions = versions(container, wanted);
        if (wanted.stream().allMatch(p -> p.installed().equals(versions.get(bare(p))))
                && wanted.stream().allMatch(p -> reached(p, versions))) {
            throw Failure.of(ReasonCode.NO_IMPROVEMENT, doing + ": all were at their fixed version before")
                    .toException();
        }
        return wanted.stream().filter(p -> !reached(p, versions)).toList();
    }

    private boolean reached(PackageUpgrade wanted, Map<String, String> versions) {
        String version = versions.get(bare(wanted));
        return version != null && manager.reaches(version, wanted.fixed());
    }

    private Map<String, String> versions(WorkingContainer container, List<PackageUpgrade> wanted) {
        String doing = "reading package versions of " + request.subject();
        Ended ended = store.run(container, List.of(), manager.query(names(wanted)), deadline.left());
        // 1: some of the packages are not installed; the others are listed all the same (dpkg-query(1), EXIT STATUS).
        int code = ended.exitCode(doing);
        if (code > 1) {
            throw Failure.of(ReasonCode.PATCH_FAILED, doing + ": " + ended.stderrTail(TAIL))
                    .toException();
        }
        return manager.versions(ended.stdoutTail(MOST_OUTPUT));
    }

    private void inImage(WorkingContainer container, String what, List<String> argv) {
        String doing = what + " of " + request.subject();
        Ended ended = store.run(container, scratch, argv, deadline.left());
        if (ended.exitCode(doing) != 0) {
            throw manager.failure(doing, ended.stderrTail(TAIL)).toException();
        }
    }

    private Set<String> leavings(WorkingContainer container) {
        RootFilesystem files = new RootFilesystem(store.mount(container));
        Set<String> present = new HashSet<>();
        leftovers().filter(path -> files.file(path).isPresent()).forEach(present::add);
        return present;
    }

    private void clean(WorkingContainer container, Set<String> before) {
        RootFilesystem files = new RootFilesystem(store.mount(container));
        leftovers()
                .filter(path -> !before.contains(path))
                .forEach(path -> files.file(path).ifPresent(Upgrade::delete));
    }

    private Stream<String> leftovers() {
        return Stream.concat(manager.leavings().stream(), MOUNT_POINTS.stream());
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

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "cleaning up after the package manager: " + e)
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
