package dev.cssc.common.layer;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Layers that readers of archives may read in different ways: Go's archive/tar, which Trivy uses, commons-compress, GNU tar. */
class LayerScanTest {
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";
    private static final String ZSTD = TAR + "+zstd";
    private static final String GZIP = TAR + "+gzip";
    private static final String STATUS = "var/lib/dpkg/status";
    private static final LayerScan SCAN = new LayerScan(List.of("var/lib/dpkg", "etc/os-release"), 1 << 20);

    private static Optional<String> touches(byte[] layer) {
        return SCAN.touches(new ByteArrayInputStream(layer), TAR);
    }

    @Test
    void ordinaryLayersTouchWhatIsInThem() throws IOException {
        assertThat(touches(layer("srv/app", "x".repeat(200) + "/long", "etc/os-release.old", "usr/share/.wh.doc")))
                .isEmpty();
        for (String path : List.of(
                STATUS,
                "./var/lib//dpkg/status.d/x",
                "var/lib/.wh.dpkg",
                ".wh.etc",
                "./.wh.var",
                ".wh..wh..opq",
                "var/lib/.wh.",
                "var/lib/dpkg/info/.wh...",
                "srv/.wh...",
                "var/lib/.wh..",
                "var/.wh..wh..opq",
                "etc/os-release",
                "var/lib/dpkg/" + "x".repeat(200),
                "a/../" + STATUS)) {
            assertThat(touches(layer("srv/app", path))).as(path).isPresent();
        }
    }

    @Test
    void directoryThatIsRepeatedTouchesNothingAndALinkInItsPlaceDoes() throws IOException {
        assertThat(touches(layer("var/", "var/lib/", "etc/"))).isEmpty();
        TarArchiveEntry link = new TarArchiveEntry("var/lib", TarConstants.LF_SYMLINK);
        link.setLinkName("/elsewhere");
        assertThat(touches(layer(link))).isPresent();
    }

    @Test
    void howALayerIsCompressedMakesNoDifference() throws IOException {
        byte[] harmless = layer("srv/app");
        byte[] harmful = layer("srv/app", STATUS);

        assertThat(SCAN.touches(new ByteArrayInputStream(gzip(harmless)), GZIP)).isEmpty();
        assertThat(SCAN.touches(new ByteArrayInputStream(gzip(harmful)), GZIP)).isPresent();
    }

    @Test
    void layerThatIsNotCompressedAsItsTypeSaysIsNotTrusted() throws IOException {
        byte[] layer = layer("srv/app");
        byte[] skippable = join(new byte[] {0x50, 0x2a, 0x4d, 0x18, 0, 2, 0, 0}, layer);

        assertThat(touches(gzip(layer))).isPresent();
        assertThat(SCAN.touches(new ByteArrayInputStream(layer), GZIP)).isPresent();
        assertThat(SCAN.touches(new ByteArrayInputStream(layer), ZSTD)).isPresent();
        assertThat(SCAN.touches(new ByteArrayInputStream(skippable), ZSTD)).isPresent();
        assertThat(SCAN.touches(
                        new ByteArrayInputStream(layer), "application/vnd.oci.image.layer.nondistributable.v1.tar"))
                .isPresent();
        assertThat(touches("no archive".getBytes(StandardCharsets.UTF_8))).isPresent();
        assertThat(touches(Arrays.copyOf(layer, layer.length - 100))).isPresent();
        assertThat(touches(join(new byte[512], "x".repeat(512).getBytes(StandardCharsets.UTF_8))))
                .as("what is no header where the first one should be")
                .isPresent();
    }

    @Test
    void layerLargerThanTheLimitIsNotRead() throws IOException {
        assertThat(new LayerScan(List.of(), 1024).touches(new ByteArrayInputStream(layer("a", "b", "c")), TAR))
                .isPresent();
    }

    @Test
    void headerHiddenInTheContentOfAFileCounts() {
        // Of a size that one reader takes for nothing, and another for the length of what follows.
        assertThat(touches(join(header("srv/app", '0', "\0 1000"), header(STATUS, '0', "0"), new byte[1024])))
                .isPresent();
    }

    @Test
    void headerHiddenInTheContentOfALinkCounts() {
        assertThat(touches(join(header("srv/link", '2', "512"), header(STATUS, '0', "0"), new byte[1024])))
                .isPresent();
    }

    @Test
    void fileThatIsCalledLikeADirectoryCountsAsAFile() {
        assertThat(touches(join(header("var/lib/", '0', "0"), new byte[1024]))).isPresent();
    }

    @Test
    void eachOfTwoLongNamesCounts() {
        byte[] pax = attributes('x', record("path", STATUS));
        byte[] gnu = attributes('L', "srv/harmless\0");

        assertThat(touches(join(pax, gnu, header("srv/app", '0', "0"), new byte[1024])))
                .isPresent();
        assertThat(touches(join(gnu, pax, header("srv/app", '0', "0"), new byte[1024])))
                .isPresent();
        assertThat(touches(join(gnu, header("srv/app", '0', "0"), new byte[1024])))
                .isEmpty();
    }

    @Test
    void nameOfASparseFileCounts() {
        assertThat(touches(join(
                        attributes('x', record("GNU.sparse.name", STATUS)),
                        header("srv/app", '0', "0"),
                        new byte[1024])))
                .isPresent();
    }

    @Test
    void namesForAllEntriesAreNotTrustedAndCommentsForAllAre() {
        byte[] app = header("srv/app", '0', "0");

        assertThat(touches(join(attributes('g', record("path", "srv/other")), app, new byte[1024])))
                .isPresent();
        assertThat(touches(join(attributes('g', record("comment", "0123abcd")), app, new byte[1024])))
                .isEmpty();
    }

    @Test
    void attributesThatCouldBeAnEntryAreNotTrusted() {
        byte[] hidden = header(STATUS, '0', "0");

        assertThat(touches(join(header("x", 'x', "1000"), hidden, new byte[1024])))
                .isPresent();
        assertThat(touches(join(header("x", 'x', "\u00801000"), hidden, new byte[1024])))
                .isPresent();
        assertThat(touches(join(attributes('x', "nonsense"), header("srv/app", '0', "0"), new byte[1024])))
                .isPresent();
        assertThat(touches(join(attributes('x', record("path", STATUS)), new byte[1024])))
                .as("attributes of nothing")
                .isPresent();
    }

    @Test
    void prefixOfANameCountsWithItAndWithoutIt() {
        byte[] header = header("status", '0', "0");
        byte[] prefix = "var/lib/dpkg".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(prefix, 0, header, 345, prefix.length);

        assertThat(touches(join(checked(header), new byte[1024]))).isPresent();
    }

    private static byte[] layer(String... paths) throws IOException {
        return layer(Arrays.stream(paths).map(TarArchiveEntry::new).toArray(TarArchiveEntry[]::new));
    }

    private static byte[] layer(TarArchiveEntry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (TarArchiveEntry entry : entries) {
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] header(String name, char type, String size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644\0");
        put(header, 124, size);
        header[156] = (byte) type;
        put(header, 257, "ustar\00000");
        return checked(header);
    }

    private static byte[] checked(byte[] header) {
        put(header, 148, " ".repeat(8));
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private static byte[] attributes(char type, String content) {
        byte[] data = new byte[(content.length() + 511) / 512 * 512];
        put(data, 0, content);
        return join(header("attributes", type, String.format("%011o", content.length())), data);
    }

    private static String record(String key, String value) {
        int rest = key.length() + value.length() + 3;
        int length = rest + String.valueOf(rest + 2).length();
        return length + " " + key + "=" + value + "\n";
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
