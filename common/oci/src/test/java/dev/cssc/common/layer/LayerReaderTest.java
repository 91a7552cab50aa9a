package dev.cssc.common.layer;

import dev.cssc.common.image.Digest;
import dev.cssc.common.layer.LayerEntry.Kind;
import dev.cssc.common.registry.MediaType;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

class LayerReaderTest {
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private static final LayerReader READER = new LayerReader(new LayerLimits(1 << 20, 100));

    /** Writes entries into an archive. */
    private interface Writing {
        void into(TarArchiveOutputStream tar) throws IOException;
    }

    @Test
    void eachKindOfEntryIsRead() {
        assertThat(paths(tar -> {
                    TarArchiveEntry directory = new TarArchiveEntry("./usr/lib/");
                    directory.setMode(040755);
                    directory.setIds(7, 8);
                    put(tar, directory, 0);
                    put(tar, new TarArchiveEntry("/usr/lib/a"), 5);
                    put(tar, link("usr/lib/b", "a", TarConstants.LF_SYMLINK), 0);
                    put(tar, link("usr/lib/c", "./usr/lib/a", TarConstants.LF_LINK), 0);
                    put(tar, new TarArchiveEntry("usr/share/.wh.doc"), 0);
                    put(tar, new TarArchiveEntry("etc/.wh..wh..opq"), 0);
                    put(tar, new TarArchiveEntry("./"), 0);
                }))
                .containsExactly(
                        LayerEntry.of(Kind.OPAQUE, "etc"),
                        new LayerEntry("usr/lib", Kind.DIRECTORY, "755 7:8"),
                        LayerEntry.of(Kind.FILE, "usr/lib/a"),
                        new LayerEntry("usr/lib/b", Kind.SYMLINK, "a"),
                        new LayerEntry("usr/lib/c", Kind.HARD_LINK, "usr/lib/a"),
                        LayerEntry.of(Kind.WHITEOUT, "usr/share/doc"));
    }

    @Test
    void longAndForeignNamesAreReadWhole() {
        String name = "a/" + "ü".repeat(90) + "/" + "x".repeat(150);
        assertThat(paths(tar -> put(tar, new TarArchiveEntry(name), 1)))
                .containsExactly(LayerEntry.of(Kind.FILE, name));
    }

    @Test
    void howALayerIsCompressedMakesNoDifference() throws IOException {
        byte[] archive = archive(tar -> put(tar, new TarArchiveEntry("a"), 3));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        // In two members, as parallel compressors write it.
        for (byte[] half : List.of(Arrays.copyOf(archive, 700), Arrays.copyOfRange(archive, 700, archive.length))) {
            try (OutputStream out = new GZIPOutputStream(gzip)) {
                out.write(half);
            }
        }
        ByteArrayOutputStream zstd = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdCompressorOutputStream(zstd)) {
            out.write(archive);
        }

        LayerReading expected = new LayerReading.Read(LayerPaths.of(LayerEntry.of(Kind.FILE, "a")), Digest.of(archive));
        assertThat(read(archive, TAR)).isEqualTo(expected);
        assertThat(read(gzip.toByteArray(), MediaType.OCI_LAYER_GZIP)).isEqualTo(expected);
        assertThat(read(zstd.toByteArray(), TAR + "+zstd")).isEqualTo(expected);
    }

    @Test
    void anEmptyLayerTouchesNothing() {
        assertThat(paths(tar -> {})).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../b", "a/.wh..wh.plnk", ".wh.", "a/.wh...", "a/.wh.b/c"})
    void whatToolsDoNotAgreeOnIsUnreadable(String name) {
        assertThat(read(archive(tar -> put(tar, new TarArchiveEntry(name), 0)), TAR))
                .isInstanceOf(LayerReading.Unreadable.class);
    }

    @Test
    void aLayerOfManyEntriesIsUnreadable() {
        Writing many = tar -> {
            for (int i = 0; i <= 100; i++) {
                put(tar, new TarArchiveEntry("f" + i), 0);
            }
        };
        assertThat(read(archive(many), TAR))
                .isInstanceOfSatisfying(
                        LayerReading.Unreadable.class,
                        unreadable -> assertThat(unreadable.why()).contains("100 entries"));
    }

    @Test
    void aBombIsUnreadableAndNotUnpacked() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            out.write(archive(tar -> put(tar, new TarArchiveEntry("zeros"), 3 << 20)));
        }
        assertThat(read(bomb.toByteArray(), MediaType.OCI_LAYER_GZIP))
                .isInstanceOfSatisfying(
                        LayerReading.Unreadable.class,
                        unreadable -> assertThat(unreadable.why()).contains("larger than"));
    }

    @Test
    void aNameThatFillsTheMemoryIsUnreadable() {
        LayerReader patient = new LayerReader(new LayerLimits(1L << 30, 100));
        byte[] archive = archive(tar -> {
            TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            put(tar, name, 2 << 20);
        });
        assertThat(patient.read(new ByteArrayInputStream(archive), TAR))
                .isInstanceOfSatisfying(
                        LayerReading.Unreadable.class,
                        unreadable -> assertThat(unreadable.why()).contains("headers"));
    }

    @Test
    void whatIsNoArchiveIsUnreadable() {
        byte[] noise = "no archive at all".repeat(100).getBytes(StandardCharsets.UTF_8);
        assertThat(read(noise, TAR)).isInstanceOf(LayerReading.Unreadable.class);
        assertThat(read(noise, MediaType.OCI_LAYER_GZIP)).isInstanceOf(LayerReading.Unreadable.class);
        assertThat(read(noise, "application/vnd.example")).isInstanceOf(LayerReading.Unreadable.class);
    }

    @Test
    void filesAreToldApartByContentModeAndOwnerAndNotByTime() {
        Map<String, LayerFile> files = files(tar -> {
            put(tar, file("plain", 0644, 0), 5);
            put(tar, file("later", 0644, 1_000_000), 5);
            put(tar, file("longer", 0644, 0), 6);
            put(tar, file("private", 0600, 0), 5);
            put(tar, file("not-asked-for", 0644, 0), 5);
            put(tar, link("link", "plain", TarConstants.LF_SYMLINK), 0);
        });

        assertThat(files).containsOnlyKeys("plain", "later", "longer", "private");
        assertThat(files.get("later")).isEqualTo(files.get("plain"));
        assertThat(files.get("longer").identity())
                .isNotEqualTo(files.get("plain").identity());
        assertThat(files.get("private").identity())
                .isNotEqualTo(files.get("plain").identity());
        assertThat(files.get("plain").beginning()).hasSize(5);
    }

    @Test
    void ofALayerThatCannotBeReadThereAreNoFiles() {
        assertThat(READER.files(new ByteArrayInputStream(new byte[] {1, 2, 3}), MediaType.OCI_LAYER_GZIP, Set.of("a")))
                .isEmpty();
    }

    private static Map<String, LayerFile> files(Writing writing) {
        return READER.files(
                        new ByteArrayInputStream(archive(writing)),
                        TAR,
                        Set.of("plain", "later", "longer", "private", "link", "absent"))
                .orElseThrow();
    }

    private static TarArchiveEntry file(String name, int mode, long modified) {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setMode(0100000 | mode);
        entry.setModTime(modified);
        return entry;
    }

    private static List<LayerEntry> paths(Writing writing) {
        return switch (read(archive(writing), TAR)) {
            case LayerReading.Read(LayerPaths paths, Digest diffId) -> paths.entries();
            case LayerReading.Unreadable(String why) -> throw new AssertionError(why);
        };
    }

    private static LayerReading read(byte[] layer, String mediaType) {
        return READER.read(new ByteArrayInputStream(layer), mediaType);
    }

    private static byte[] archive(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setAddPaxHeadersForNonAsciiNames(true);
            writing.into(tar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static TarArchiveEntry link(String name, String target, byte type) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type);
        entry.setLinkName(target);
        return entry;
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int size) throws IOException {
        entry.setSize(size);
        tar.putArchiveEntry(entry);
        tar.write(new byte[size]);
        tar.closeArchiveEntry();
    }
}
