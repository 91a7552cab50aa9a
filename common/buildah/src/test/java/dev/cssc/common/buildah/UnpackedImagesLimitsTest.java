package dev.cssc.common.buildah;

import dev.cssc.common.embedded.Layer;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.process.WorkDirectories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** How much is kept unpacked, for whom at once, and what is left where it ends or fails. */
@EnabledIf(
        value = "dev.cssc.common.buildah.UnpackedImagesDriver#isPossible",
        disabledReason = "takes root, buildah and docker-registry")
class UnpackedImagesLimitsTest extends UnpackedImagesDriver {
    @Test
    void beyondTheLimitTheOneUsedLongestAgoGoes() throws IOException {
        buildah = buildah("1000000");
        Layer large = Layer.ofFiles(Map.of("large", "x".repeat(600_000)));
        Layer larger = Layer.ofFiles(Map.of("large", "y".repeat(700_000)));
        try (BuildahStore first = buildah.open(jobs)) {
            Path files = first.mount(first.from(image("large", large)));
            try (BuildahStore second = buildah.open(jobs)) {
                second.from(image("larger", larger));
            }

            assertThat(files.resolve("large")).as("still in use").hasSize(600_000);
        }
        assertThat(kept()).hasSize(1);
        try (BuildahStore store = buildah.open(jobs)) {
            store.from(image("large", large));
            assertThat(unpacked(store.root())).as("what was not in use went").isEmpty();
        }
    }

    @Test
    void withoutALimitToKeepNothingIsKept() throws IOException {
        buildah = buildah("0");

        assertThat(osRelease(image("one", BASE, ONE))).isEqualTo("ID=example\n");
        assertThat(kept()).isEmpty();
    }

    /** The last number of layers with which it is done fits into the kernel's page, and one more is done without. */
    @Test
    void imageOfManyLayersIsMountedWithItAsLongAsTheKernelTakesIt() throws IOException {
        int most = new UnpackedImages(new WorkDirectories(work), 1, path -> buildah.open(path)).mostLayers();

        assertThat(osRelease(image("many", layers(most)))).isEqualTo("ID=example\n");
        assertThat(osRelease(image("many", layers(most)))).isEqualTo("ID=example\n");
        assertThat(kept()).hasSize(1);
        try (BuildahStore store = buildah.open(jobs)) {
            ImageReference many = image("many", layers(most));
            WorkingContainer container = store.from(many);
            Files.writeString(store.mount(container).resolve("etc/os-release"), "ID=changed\n");

            assertThat(store.commit(container, many, LONG).descriptor().size()).isPositive();
        }
        buildah.removeUnpacked();
        buildah = buildah("10000000");

        assertThat(osRelease(image("more", layers(most + 1)))).isEqualTo("ID=example\n");
        assertThat(kept()).isEmpty();
    }

    private static Layer[] layers(int number) {
        return Stream.concat(
                        Stream.of(BASE),
                        IntStream.range(1, number)
                                .mapToObj(i -> Layer.ofFiles(Map.of("srv/" + i, "layer " + i + "\n"))))
                .toArray(Layer[]::new);
    }

    @Test
    void jobsOnTheSameBaseAtOnceUnpackItOnce() throws Exception {
        List<ImageReference> images = IntStream.range(0, 4)
                .mapToObj(i -> image("app" + i, BASE, Layer.ofFiles(Map.of("srv/app", "application " + i))))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<String>> seen = images.stream()
                    .map(image -> threads.submit(() -> osRelease(image)))
                    .toList();
            for (Future<String> one : seen) {
                assertThat(one.get()).isEqualTo("ID=example\n");
            }
        }
        assertThat(kept()).hasSize(1);
    }

    @Test
    void whatIsInUseWhenTheServiceEndsIsRemovedAfterItsLastUser() throws IOException {
        try (BuildahStore store = buildah.open(jobs)) {
            Path files = store.mount(store.from(image("one", BASE, ONE)));

            buildah.removeUnpacked();

            assertThat(files.resolve("etc/os-release")).hasContent("ID=example");
        }
        assertThat(kept()).isEmpty();
    }

    /** A layer whose content is not what the manifest says: neither a kept image nor a directory is left of it. */
    @Test
    void imageThatCannotBeUnpackedLeavesNothingBehind() throws IOException {
        Path packed = directory.resolve("no-archive.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("no archive".repeat(1_000).getBytes(StandardCharsets.UTF_8));
        }
        ImageReference image = image("broken", Layer.ofFile(packed));

        assertThatThrownBy(() -> osRelease(image)).isInstanceOf(FailureException.class);
        assertThat(kept()).isEmpty();
    }
}
