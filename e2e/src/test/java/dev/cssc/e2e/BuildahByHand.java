package dev.cssc.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The same upgrade and clean-up, done with Buildah by hand: the measure for the size of our layer. */
final class BuildahByHand {
    private final Path directory;

    BuildahByHand(Path directory) {
        this.directory = directory;
    }

    /** Compressed size in bytes of the layer that upgrading these packages by hand commits. */
    long layerSize(String image, List<String> packages) throws IOException {
        try {
            String container =
                    buildah("from", "--tls-verify=false", "docker://" + image).strip();
            inside(container, "apt-get", "update");
            List<String> upgrade =
                    new ArrayList<>(List.of("apt-get", "install", "--only-upgrade", "-y", "--no-install-recommends"));
            upgrade.addAll(packages);
            inside(container, upgrade.toArray(String[]::new));
            inside(container, "apt-get", "clean");
            inside(container, "sh", "-c", "rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin");
            Path layout = directory.resolve("by-hand");
            buildah("commit", "--format=oci", container, "oci:" + layout + ":1");
            return topLayerSize(layout);
        } finally {
            buildah("rm", "--all");
            buildah("rmi", "--all", "--force");
        }
    }

    private static long topLayerSize(Path layout) throws IOException {
        com.fasterxml.jackson.databind.ObjectMapper json = new com.fasterxml.jackson.databind.ObjectMapper();
        String digest = json.readTree(layout.resolve("index.json").toFile())
                .at("/manifests/0/digest")
                .asText();
        var layers = json.readTree(layout.resolve("blobs/sha256")
                        .resolve(digest.substring(7))
                        .toFile())
                .get("layers");
        return layers.get(layers.size() - 1).get("size").asLong();
    }

    private void inside(String container, String... argv) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--isolation=chroot", "--user=0:0", container, "--"));
        arguments.addAll(List.of(argv));
        buildah(arguments.toArray(String[]::new));
    }

    private String buildah(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "buildah",
                "--root=" + directory.resolve("storage"),
                "--runroot=" + directory.resolve("run"),
                "--storage-driver=overlay"));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("buildah.out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("buildah.err").toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + ": " + Files.readString(directory.resolve("buildah.err")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        try (Stream<String> lines = Files.lines(out)) {
            return lines.reduce("", (a, b) -> b);
        }
    }
}
