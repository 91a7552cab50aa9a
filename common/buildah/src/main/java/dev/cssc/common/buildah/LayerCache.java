package dev.cssc.common.buildah;

import dev.cssc.common.image.Digest;
import dev.cssc.common.process.WorkDirectories;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Packed layers of images that were pulled before, each a file under the hexadecimal form of its digest. A job gets a link of its own, so
 * that nothing is taken from under it; what is not the digest's content is fetched anew. The one used longest ago goes first.
 *
 * <p>Several services may share one directory, and it may be emptied at any time: files appear in it whole or not at all. Where it cannot
 * be used, for want of space for example, layers are fetched as if there were none.
 */
final class LayerCache {
    private static final Logger LOG = Logger.getLogger(LayerCache.class);
    private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64}");
    private static final Duration UNFINISHED = Duration.ofHours(1);
    /** Some of the images are private. */
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

    private static final String UNFINISHED_PREFIX = "unfinished-";

    private final Path directory;
    private final long limit;
    private final OneAtATime fetching = new OneAtATime();

    /** @param limit most bytes of all layers together; 0 keeps none */
    LayerCache(Path directory, long limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /** The one of a service, beside its jobs' working directories. */
    static LayerCache of(WorkDirectories directories, BuildahConfig config) {
        return new LayerCache(
                config.layerCacheDirectory().orElseGet(() -> directories.root().resolve("layers")),
                config.layerCacheLimit());
    }

    /** Where a layer comes from that is not there. */
    @FunctionalInterface
    interface Origin {
        /** The layer; fails at its end where it is another's content. */
        InputStream open();
    }

    /**
     * Puts the layer at {@code target}, which does not exist. Two jobs of this process that want the same layer at once fetch it once.
     *
     * @throws IOException where {@code target} cannot be written
     */
    void place(Digest layer, Path target, Origin origin) throws IOException {
        if (taken(layer, target)) {
            return;
        }
        try (OneAtATime.Turn turn = fetching.turn(layer)) {
            if (!taken(layer, target)) {
                try (InputStream in = origin.open()) {
                    Files.copy(in, target);
                }
                keep(layer, target);
            }
        }
    }

    private boolean taken(Digest layer, Path target) {
        Path entry = directory.resolve(layer.hex());
        try {
            if (!Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
            linkOrCopy(entry, target);
            if (layer.equals(digest(target))) {
                Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
                return true;
            }
            LOG.warnf("layer %s in %s is damaged; fetching it anew", layer, directory);
            Files.deleteIfExists(entry);
            Files.deleteIfExists(target);
            return false;
        } catch (NoSuchFileException e) {
            return Files.exists(target);
        } catch (IOException e) {
            LOG.warnf("layer %s could not be taken from %s: %s", layer, directory, e);
            return discarded(target);
        }
    }

    private static boolean discarded(Path target) {
        try {
            Files.deleteIfExists(target);
        } catch (IOException e) {
            LOG.debugf("%s stays: %s", target, e);
        }
        return false;
    }

    private void keep(Digest layer, Path content) {
        try {
            if (Files.size(content) > limit) {
                return;
            }
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OURS));
            Path entry = directory.resolve(layer.hex());
            try {
                Files.createLink(entry, content);
            } catch (FileAlreadyExistsException e) {
                return; // another process was faster
            } catch (IOException | UnsupportedOperationException e) {
                copyWhole(content, entry);
            }
            evict();
        } catch (IOException e) {
            LOG.warnf("layer %s is not kept in %s: %s", layer, directory, e);
        }
    }

    private void copyWhole(Path content, Path entry) throws IOException {
        Path unfinished = Files.createTempFile(directory, UNFINISHED_PREFIX, "");
        try {
            Files.copy(content, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private record Entry(Path file, long size, FileTime used) {}

    private void evict() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                note(file, entries);
            }
        }
        entries.sort(Comparator.comparing(Entry::used));
        long size = entries.stream().mapToLong(Entry::size).sum();
        for (Entry entry : entries) {
            if (size <= limit) {
                return;
            }
            Files.deleteIfExists(entry.file());
            size -= entry.size();
        }
    }

    private static void note(Path file, List<Entry> entries) throws IOException {
        String name = file.getFileName().toString();
        BasicFileAttributes is;
        try {
            is = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return; // another process was faster
        }
        if (ENTRY.matcher(name).matches()) {
            entries.add(new Entry(file, is.size(), is.lastModifiedTime()));
        } else if (name.startsWith(UNFINISHED_PREFIX)
                && is.lastModifiedTime().toInstant().isBefore(Instant.now().minus(UNFINISHED))) {
            Files.deleteIfExists(file);
        }
    }

    private static void linkOrCopy(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(from, to); // on another file system
        }
    }

    private static Digest digest(Path file) throws IOException {
        MessageDigest hash = Digest.sha256();
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Digest.ofHash(hash.digest());
    }
}
