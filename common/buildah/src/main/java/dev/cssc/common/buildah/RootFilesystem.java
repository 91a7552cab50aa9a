package dev.cssc.common.buildah;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * An image's files as the image itself would see them: links are followed within the root only, since an image may link to anything of
 * the machine it is looked at on.
 *
 * @param root where the image's file system is mounted
 */
public record RootFilesystem(Path root) {

    private static final int MOST_LINKS = 40;

    /** The regular file at this absolute path of the image, or empty where there is none. */
    public Optional<Path> file(String path) {
        return resolve(path).filter(found -> Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS));
    }

    /** The directory at this absolute path of the image, or empty where there is none. */
    public Optional<Path> directory(String path) {
        return resolve(path).filter(found -> Files.isDirectory(found, LinkOption.NOFOLLOW_LINKS));
    }

    /** At most the first {@code limit} bytes of the file as UTF-8, or empty where there is no such file. */
    public Optional<String> read(String path, int limit) {
        return file(path).map(found -> {
            try (InputStream in = Files.newInputStream(found, LinkOption.NOFOLLOW_LINKS)) {
                return new String(in.readNBytes(limit), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("reading " + path + " of the image", e);
            }
        });
    }

    private Optional<Path> resolve(String path) {
        Deque<String> ahead = new ArrayDeque<>();
        for (Path part : Path.of(path).normalize()) {
            ahead.addLast(part.toString());
        }
        Path at = root;
        int links = 0;
        while (!ahead.isEmpty()) {
            String part = ahead.removeFirst();
            if (part.equals("..")) {
                at = parent(at);
                continue;
            }
            if (part.equals(".") || part.isEmpty()) {
                continue;
            }
            Path next = at.resolve(part);
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                return Optional.empty();
            }
            Path target;
            try {
                target = Files.readSymbolicLink(next);
            } catch (IOException e) {
                return Optional.empty();
            }
            if (target.isAbsolute()) {
                at = root;
            }
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                ahead.addFirst(target.getName(i).toString());
            }
        }
        return Files.exists(at, LinkOption.NOFOLLOW_LINKS) ? Optional.of(at) : Optional.empty();
    }

    /** One up, but never out of the root. */
    private Path parent(Path at) {
        Path up = at.getParent();
        return at.equals(root) || up == null ? root : up;
    }
}
