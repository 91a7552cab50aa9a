package dev.cssc.common.buildah;

import dev.cssc.common.embedded.Layer;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What jobs see of layers that others unpacked, and what becomes of layers that somebody changed. */
@EnabledIf(
        value = "dev.cssc.common.buildah.UnpackedImagesDriver#isPossible",
        disabledReason = "takes root, buildah and docker-registry")
class UnpackedImagesTest extends UnpackedImagesDriver {
    @Test
    void ofASecondImageOnTheSameLayersOnlyItsOwnAreUnpacked() throws IOException {
        try (BuildahStore first = buildah.open(jobs);
                BuildahStore second = buildah.open(jobs)) {
            first.from(image("one", BASE, ONE));
            Path files = second.mount(second.from(image("other", BASE, OTHER)));

            assertThat(files.resolve("etc/os-release")).hasContent("ID=example");
            assertThat(files.resolve("srv/app")).hasContent("another");
            assertThat(unpacked(second.root())).containsExactly("srv/app");
            assertThat(kept()).hasSize(1);
        }
    }

    @Test
    void whatAJobChangesIsInItsOwnLayerAlone() throws IOException {
        ImageReference image = image("one", BASE, ONE);
        try (BuildahStore store = buildah.open(jobs)) {
            WorkingContainer container = store.from(image);
            Files.writeString(store.mount(container).resolve("etc/os-release"), "ID=changed\n");

            assertThat(store.commit(container, image, LONG).descriptor().size()).isPositive();
        }

        assertThat(osRelease(image)).isEqualTo("ID=example\n");
    }

    @Test
    void jobOnLayersThatSomebodyChangedFailsAlthoughAllLooksAsBefore() throws IOException {
        ImageReference image = image("one", BASE, ONE);
        try (BuildahStore store = buildah.open(jobs)) {
            WorkingContainer container = store.from(image);
            Path file = keptFile();
            FileTime modified = Files.getLastModifiedTime(file);
            Files.writeString(file, "ID=bad\n");
            Files.writeString(file, "ID=example\n");
            Files.setLastModifiedTime(file, modified);

            assertThatThrownBy(() -> store.commit(container, image, LONG))
                    .isInstanceOfSatisfying(
                            FailureException.class,
                            e -> assertThat(e.failure())
                                    .satisfies(failure ->
                                            assertThat(failure.reason()).isEqualTo(ReasonCode.ENGINE_FAILED))
                                    .satisfies(failure ->
                                            assertThat(failure.detail()).contains("were changed")));
            assertThat(kept()).as("it is removed after its last user").hasSize(1);
        }
        assertThat(kept()).isEmpty();
        assertThat(osRelease(image)).isEqualTo("ID=example\n");
    }

    @Test
    void layersThatSomebodyChangedBetweenTwoJobsAreUnpackedAnew() throws IOException {
        ImageReference image = image("one", BASE, ONE);
        assertThat(osRelease(image)).isEqualTo("ID=example\n");
        Files.writeString(keptFile(), "ID=bad\n");

        assertThat(osRelease(image)).isEqualTo("ID=example\n");
        assertThat(kept()).hasSize(1);
    }

    @Test
    void imageIsKeptWhereASecondOneSharesMoreWithItThanWhatIsThere() throws IOException {
        osRelease(image("plain", BASE, ONE));
        osRelease(image("first", BASE, LANGUAGE, ONE));
        assertThat(kept()).hasSize(1);

        osRelease(image("first", BASE, LANGUAGE, ONE));
        assertThat(kept())
                .as("the same image again shares nothing with another")
                .hasSize(1);

        osRelease(image("second", BASE, LANGUAGE, OTHER));
        assertThat(kept()).hasSize(2);
        try (BuildahStore store = buildah.open(jobs)) {
            store.from(image("third", BASE, LANGUAGE, Layer.ofFiles(Map.of("srv/app", "a third\n"))));

            assertThat(unpacked(store.root())).containsExactly("srv/app");
        }
    }
}
