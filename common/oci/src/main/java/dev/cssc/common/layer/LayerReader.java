package dev.cssc.common.layer;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads which paths a layer touches, without unpacking it. Whatever tools do not agree on how to apply is unreadable here: then nothing is
 * shared, and nothing goes wrong.
 */
public final class LayerReader {
    private static final String RESERVED = ".wh..wh.";

    /** Of the headers of one entry, long names and extended attributes included; they are held in memory. */
    private static final long LARGEST_HEADERS = 1L << 20;

    private final LayerLimits limits;

    /** @param limits beyond which a layer is as good as unreadable */
    public LayerReader(LayerLimits limits) {
        this.limits = limits;
    }

    /** Says why a layer cannot be read. */
    private static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreadableException(String why) {
            super(why);
        }
    }

    /**
     * Reads the layer to its end; closes nothing.
     *
     * @param blob the layer as the registry has it
     * @param mediaType of its descriptor, which says how it is compressed
     * @throws FailureException where the blob could not be read, which says nothing about the layer
     */
    public LayerReading read(InputStream blob, String mediaType) {
        MessageDigest sha256 = Digest.sha256();
        LayerReading reading;
        try {
            Allowance archive = new Allowance(new DigestInputStream(unpacked(blob, mediaType), sha256), limits.bytes());
            LayerPaths paths = paths(archive);
            archive.transferTo(OutputStream.nullOutputStream());
            reading = new LayerReading.Read(paths, Digest.ofHash(sha256.digest()));
        } catch (IOException | IllegalArgumentException e) {
            reading = new LayerReading.Unreadable(String.valueOf(e.getMessage()));
        }
        drain(blob);
        return reading;
    }

    /** A blob is verified at its very end: what was broken on the way says nothing about the layer. */
    private static void drain(InputStream blob) {
        try {
            blob.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream unpacked(InputStream blob, String mediaType) throws IOException {
        return PackedArchive.of(mediaType)
                .orElseThrow(() -> new UnreadableException("it is of type '" + mediaType + "'"))
                .unpack(blob);
    }

    /**
     * Reads some files of a layer, of which {@link #read} told the paths; closes nothing.
     *
     * @param blob the layer as the registry has it
     * @param mediaType of its descriptor
     * @param wanted paths of regular files; those that are none in the layer are left out of the answer
     * @return by path; empty where the layer cannot be read
     * @throws FailureException where the blob could not be read, which says nothing about the layer
     */
    public Optional<Map<String, LayerFile>> files(InputStream blob, String mediaType, Set<String> wanted) {
        Optional<Map<String, LayerFile>> answer;
        try {
            Map<String, LayerFile> files = new HashMap<>();
            each(new Allowance(unpacked(blob, mediaType), limits.bytes()), (entry, content) -> {
                Optional<LayerEntry> put = entry(entry);
                if (put.isPresent() && wanted.contains(put.get().path())) {
                    files.remove(put.get().path());
                    if (isRegular(entry, put.get())) {
                        files.put(put.get().path(), LayerFile.of(attributes(entry), content));
                    }
                }
            });
            answer = Optional.of(files);
        } catch (IOException | IllegalArgumentException e) {
            answer = Optional.empty();
        }
        drain(blob);
        return answer;
    }

    /** A device has no content, and what it stands for is in no digest here. */
    private static boolean isRegular(TarArchiveEntry entry, LayerEntry put) {
        return put.kind() == LayerEntry.Kind.FILE
                && !entry.isBlockDevice()
                && !entry.isCharacterDevice()
                && !entry.isFIFO();
    }

    private LayerPaths paths(Allowance archive) throws IOException {
        List<LayerEntry> entries = new ArrayList<>();
        each(archive, (entry, content) -> entry(entry).ifPresent(entries::add));
        return new LayerPaths(entries);
    }

    private interface Visit {
        void entry(TarArchiveEntry entry, InputStream content) throws IOException;
    }

    private void each(Allowance archive, Visit visit) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(archive, StandardCharsets.UTF_8.name());
        int entries = 0;
        while (true) {
            archive.atMost(LARGEST_HEADERS);
            TarArchiveEntry entry = tar.getNextEntry();
            archive.anything();
            if (entry == null) {
                return;
            }
            if (entries == limits.entries()) {
                throw new UnreadableException("it has more than " + limits.entries() + " entries");
            }
            entries++;
            if (!entry.isGlobalPaxHeader()) {
                visit.entry(entry, tar);
            }
            tar.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** Empty for the root directory's own attributes, which every layer may hold and no patch changes. */
    private static Optional<LayerEntry> entry(TarArchiveEntry entry) throws IOException {
        String path = path(entry.getName());
        String name = EntryPath.name(path);
        if (name.equals(LayerEntry.OPAQUE_MARK)) {
            return Optional.of(LayerEntry.of(LayerEntry.Kind.OPAQUE, EntryPath.parent(path)));
        }
        if (name.startsWith(RESERVED)) {
            throw new UnreadableException("it has an entry '" + name + "', whose meaning is not defined");
        }
        if (name.equals(LayerEntry.WHITEOUT_MARK)
                || EntryPath.above(path, up -> EntryPath.name(up).startsWith(LayerEntry.WHITEOUT_MARK))
                        .isPresent()) {
            throw new UnreadableException("it has a whiteout of nothing, or something below a whiteout");
        }
        if (name.startsWith(LayerEntry.WHITEOUT_MARK)) {
            String parent = EntryPath.parent(path);
            String removed = name.substring(LayerEntry.WHITEOUT_MARK.length());
            if (removed.equals("..") || removed.equals(".")) {
                throw new UnreadableException("it has a whiteout of '" + removed + "'");
            }
            return Optional.of(LayerEntry.of(LayerEntry.Kind.WHITEOUT, EntryPath.in(parent, removed)));
        }
        if (path.isEmpty()) {
            if (!entry.isDirectory()) {
                throw new UnreadableException("it has a root that is no directory");
            }
            return Optional.empty();
        }
        return Optional.of(put(entry, path));
    }

    private static LayerEntry put(TarArchiveEntry entry, String path) throws IOException {
        if (entry.isSymbolicLink()) {
            return new LayerEntry(path, LayerEntry.Kind.SYMLINK, text(entry.getLinkName()));
        }
        if (entry.isLink()) {
            return new LayerEntry(path, LayerEntry.Kind.HARD_LINK, path(entry.getLinkName()));
        }
        return entry.isDirectory()
                ? new LayerEntry(path, LayerEntry.Kind.DIRECTORY, attributes(entry))
                : LayerEntry.of(LayerEntry.Kind.FILE, path);
    }

    private static String path(String written) throws UnreadableException {
        return EntryPath.of(written)
                .orElseThrow(() -> new UnreadableException(
                        "it has a path that is too long or leads out of the image: " + text(written)));
    }

    private static String text(String written) {
        return written.substring(0, Math.min(written.length(), EntryPath.LONGEST));
    }

    /** All but the time, which every change of a directory's content changes. */
    private static String attributes(TarArchiveEntry entry) {
        StringBuilder attributes = new StringBuilder(String.format(
                Locale.ROOT, "%o %d:%d", entry.getMode() & 07777, entry.getLongUserId(), entry.getLongGroupId()));
        new TreeMap<>(entry.getExtraPaxHeaders()).forEach((name, value) -> {
            if (name.startsWith("SCHILY.xattr.") || name.startsWith("LIBARCHIVE.xattr.")) {
                attributes.append(' ').append(Digest.of(name + "=" + value));
            }
        });
        return text(attributes.toString());
    }
}
