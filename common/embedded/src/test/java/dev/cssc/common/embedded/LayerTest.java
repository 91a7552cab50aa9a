package dev.cssc.common.embedded;

import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;

import static org.assertj.core.api.Assertions.assertThat;

class LayerTest {
    @Test
    void theSameFilesGiveTheSameDigestInWhateverOrderTheyAreNamed() {
        Layer one = Layer.ofFiles(Map.of("a", "1", "b", "2"));
        Layer other = Layer.ofFiles(Map.of("b", "2", "a", "1"));

        assertThat(one.digest()).isEqualTo(other.digest());
        assertThat(one.digest()).isNotEqualTo(Layer.ofFiles(Map.of("a", "1")).digest());
    }

    @Test
    void aLayerReadFromItsFileIsTheLayerThatWasWritten(@TempDir Path directory) throws Exception {
        Layer written = Layer.ofFiles(Map.of("etc/motd", "welcome\n"));
        byte[] bytes = ((Layer.Content.InMemory) written.content()).bytes();
        Path file = Files.write(directory.resolve("layer.tar.gz"), bytes);

        Layer read = Layer.ofFile(file);

        assertThat(read.digest()).isEqualTo(written.digest());
        assertThat(read.diffId()).isEqualTo(written.diffId());
        assertThat(read.size()).isEqualTo(bytes.length);
    }

    @Test
    void filesAreFoundInTheArchiveUnderTheirPaths() throws Exception {
        byte[] bytes = ((Layer.Content.InMemory)
                        Layer.ofFiles(Map.of("etc/motd", "welcome\n")).content())
                .bytes();
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(bytes)))) {
            assertThat(tar.getNextEntry().getName()).isEqualTo("etc/motd");
            assertThat(tar.readAllBytes()).isEqualTo("welcome\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aFileOfALayerCanBeReadByItsPath() {
        Layer layer = Layer.ofFiles(Map.of("etc/os-release", "ID=debian\n", "hello.txt", "hello"));

        assertThat(layer.text("etc/os-release")).contains("ID=debian\n");
        assertThat(layer.text("etc")).isEmpty();
        assertThat(layer.text("nosuch")).isEmpty();
    }
}
