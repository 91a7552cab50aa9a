package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.BindMount;
import dev.cssc.common.buildah.BuildahStore;
import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.buildah.WorkingContainer;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.process.Ended;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs of an image's package manager in working containers of that image, which have their lists, caches and logs in common. */
final class PackageManagerRuns {
    private static final int TAIL = 4_000;
    private static final int MOST_OUTPUT = 4_000_000;

    /** That of an image with some 15,000 packages. */
    private static final int LARGEST_DATABASE = 16 << 20;

    private final BuildahStore store;
    private final PackageManager manager;
    private final String subject;
    private final Deadline deadline;
    private final List<BindMount> scratch;

    /** @param subject what is patched, to name in failures */
    PackageManagerRuns(BuildahStore store, PackageManager manager, String subject, Deadline deadline) {
        this.store = store;
        this.manager = manager;
        this.subject = subject;
        this.deadline = deadline;
        this.scratch = scratch(store.directory(), manager.scratchPaths());
    }

    /**
     * Reads the repositories.
     *
     * @throws dev.cssc.common.failure.FailureException where not all of them could be read
     */
    void refresh(WorkingContainer container) {
        String doing = "reading package repositories of " + subject;
        Said said = Said.of(store.run(container, scratch, manager.refresh(), deadline.left()), doing);
        if (manager.incomplete(said)) {
            throw manager.failure(doing, said).toException();
        }
    }

    /** Raises the packages; answers those that did not get as far as their fix. */
    List<PackageUpgrade> raise(WorkingContainer container, List<PackageUpgrade> wanted) {
        String doing = "raising packages of " + subject;
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
        String doing = "reading package versions of " + subject;
        return switch (manager) {
            case Apt apt -> written(container, doing);
            case AskedPackageManager asked -> asked(asked, container, wanted, doing);
        };
    }

    private Map<String, String> written(WorkingContainer container, String doing) {
        return new RootFilesystem(store.mount(container))
                .read(Apt.STATUS, LARGEST_DATABASE)
                .map(status -> Apt.versions(status.lines()))
                .orElseThrow(() -> Failure.of(ReasonCode.UNSUPPORTED_IMAGE, doing + ": the image has no " + Apt.STATUS)
                        .toException());
    }

    private Map<String, String> asked(
            AskedPackageManager asked, WorkingContainer container, List<PackageUpgrade> wanted, String doing) {
        Ended ended = store.run(container, scratch, asked.query(names(wanted)), deadline.left());
        if (ended.exitCode(doing) != 0) {
            throw Failure.of(ReasonCode.PATCH_FAILED, doing + ": " + ended.stderrTail(TAIL))
                    .toException();
        }
        return asked.versions(ended.stdoutTail(MOST_OUTPUT));
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

    /** The name without dpkg's architecture qualifier, as its database has it. */
    private static String bare(PackageUpgrade wanted) {
        return Stream.of(wanted.name().split(":", 2)).findFirst().orElse(wanted.name());
    }

    static List<String> names(List<PackageUpgrade> packages) {
        return packages.stream().map(PackageUpgrade::name).sorted().toList();
    }
}
