package dev.cssc.common.buildah;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class RootFilesystemTest {

    @TempDir
    Path directory;

    private Path root;
    private RootFilesystem image;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(directory.resolve("root"));
        Files.createDirectories(root.resolve("usr/lib"));
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("usr/lib/os-release"), "ID=inside");
        Files.writeString(directory.resolve("os-release"), "ID=outside");
        image = new RootFilesystem(root);
    }

    @Test
    void directoryIsFoundThroughALinkAndAFileIsNone() throws IOException {
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));

        assertThat(image.directory("/lib")).contains(root.resolve("usr/lib"));
        assertThat(image.directory("/usr/lib/os-release")).isEmpty();
        assertThat(image.directory("/var/cache")).isEmpty();
    }

    @Test
    void relativeLinkIsFollowed() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/os-release"), Path.of("../usr/lib/os-release"));

        assertThat(image.read("/etc/os-release", 100)).contains("ID=inside");
    }

    @Test
    void absoluteLinkMeansTheImagesOwnRoot() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/os-release"), Path.of("/usr/lib/os-release"));

        assertThat(image.read("/etc/os-release", 100)).contains("ID=inside");
    }

    @Test
    void linkOutOfTheRootStaysInIt() throws IOException {
        Files.createSymbolicLink(root.resolve("etc/os-release"), Path.of("../../../os-release"));

        assertThat(image.read("/etc/os-release", 100)).isEmpty();
    }

    @Test
    void absoluteLinkToAFileOfTheMachineIsNotFollowed() throws IOException {
        Files.createSymbolicLink(
                root.resolve("etc/os-release"), directory.resolve("os-release").toAbsolutePath());

        assertThat(image.read("/etc/os-release", 100)).isEmpty();
    }

    @Test
    void linkedFolderIsFollowed() throws IOException {
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));

        assertThat(image.read("/lib/os-release", 100)).contains("ID=inside");
    }

    @Test
    void ringOfLinksIsNoFile() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));

        assertThat(image.file("/a")).isEmpty();
    }

    @Test
    void onlyTheBeginningOfALongFileIsRead() {
        assertThat(image.read("/usr/lib/os-release", 4)).contains("ID=i");
    }
}
