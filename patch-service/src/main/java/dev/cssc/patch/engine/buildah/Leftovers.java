package dev.cssc.patch.engine.buildah;

import dev.cssc.common.buildah.RootFilesystem;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/**
 * What working on an image would leave in it, and the image did not have before.
 *
 * @param files that are not there yet
 * @param directories that are not there yet, parents before what is in them: mount points, which Buildah makes
 */
record Leftovers(List<String> files, List<String> directories) {
    /** Empty files that Buildah puts where it mounts the host's; they would hide nothing and mean nothing in the image. */
    private static final List<String> MOUNT_POINTS = List.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

    Leftovers {
        files = List.copyOf(files);
        directories = List.copyOf(directories);
    }

    /** Those of this package manager in an image that nothing was done to yet. */
    static Leftovers of(PackageManager manager, RootFilesystem image) {
        List<String> files = Stream.concat(manager.leavings().stream(), MOUNT_POINTS.stream())
                .filter(path -> image.file(path).isEmpty())
                .toList();
        List<String> directories = new ArrayList<>();
        manager.scratchPaths().forEach(path -> directories.addAll(missing(path, image)));
        return new Leftovers(files, directories.stream().distinct().toList());
    }

    /** Removes them; a directory that has something in it by now is a package's. */
    void removeFrom(RootFilesystem image) {
        files.forEach(path -> image.file(path).ifPresent(Leftovers::delete));
        directories.reversed().forEach(path -> image.directory(path).ifPresent(Leftovers::delete));
    }

    private static List<String> missing(String path, RootFilesystem image) {
        Deque<String> missing = new ArrayDeque<>();
        Path at = Path.of(path);
        while (at != null && image.directory(at.toString()).isEmpty()) {
            missing.addFirst(at.toString());
            at = at.getParent();
        }
        return List.copyOf(missing);
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            // stays, with what a package put into it
        } catch (IOException e) {
            throw Failure.of(ReasonCode.DISK_FULL, "cleaning up after the package manager: " + e)
                    .toException(e);
        }
    }
}
