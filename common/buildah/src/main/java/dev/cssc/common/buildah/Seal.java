package dev.cssc.common.buildah;

import dev.cssc.common.image.Digest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Buildah keeps unpacked in a storage as it was at one moment, without its content: which files there are, and when each was last
 * changed. The kernel sets that time ({@code ctime}) at every change of content, mode, owner, name or extended attribute, and no program
 * can set it, so that files with the same seal are the same files. Only who sets the machine's clock could make one change look like none.
 *
 * @param state what two seals are compared by
 * @param bytes size of all files
 */
record Seal(Digest state, long bytes) {

    /** Directories above the layers: Buildah mounts in them, and takes locks. A layer that is put in another's place is seen by itself. */
    private static final int ABOVE_LAYERS = 2;

    private static final Set<String> MOUNT_POINTS = Set.of("merged", "work", "empty");

    /**
     * Of the layers below the storage's root, and of what is written down about them; not of its locks and mount points.
     *
     * @param tree root of the storage
     */
    static Seal of(Path tree) throws IOException {
        Map<Path, String> files = new TreeMap<>();
        long[] bytes = {0};
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes is) throws IOException {
                int depth =
                        directory.equals(tree) ? 0 : tree.relativize(directory).getNameCount();
                if (depth == ABOVE_LAYERS + 1
                        && MOUNT_POINTS.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                if (depth > ABOVE_LAYERS) {
                    files.put(directory, state(directory));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                if (!isLock(tree, file)) {
                    files.put(file, state(file));
                    bytes[0] += is.size();
                }
                return FileVisitResult.CONTINUE;
            }
        });
        MessageDigest all = Digest.sha256();
        files.forEach((file, state) ->
                all.update((tree.relativize(file) + "\0" + state + "\0").getBytes(StandardCharsets.UTF_8)));
        return new Seal(Digest.ofHash(all.digest()), bytes[0]);
    }

    /** Buildah's own; a file of that name in a layer is a file like any other. */
    private static boolean isLock(Path tree, Path file) {
        return file.toString().endsWith(".lock") && tree.relativize(file).getNameCount() <= ABOVE_LAYERS;
    }

    private static String state(Path file) throws IOException {
        return Files.readAttributes(file, "unix:ino,dev,mode,size,ctime", LinkOption.NOFOLLOW_LINKS).entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Object::toString)
                .reduce("", (a, b) -> a + " " + b);
    }
}
