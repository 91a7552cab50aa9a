package dev.cssc.patch.staging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.MediaType;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Map;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Manifest and configuration of an image that was put on another build of its base. */
class RebasedImageTest {
    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00.123Z");

    private final ImageDocuments from = history(ImageDocuments.oci("old-1", "old-2"), "add 1", "add 2", "CMD sh");
    private final ImageDocuments to = history(ImageDocuments.docker("new-1"), "add new", "CMD bash");
    private final ImageDocuments source = history(
            ImageDocuments.oci("old-1", "old-2", "app"), "add 1", "add 2", "CMD sh", "COPY app", "ENTRYPOINT app");

    @Test
    void theNewBuildsLayersAreBelowAndTheSourcesOwnAbove() {
        source.config.put("x-unknown", 1.50).putObject("config").put("User", "1000");
        to.config.putObject("config").put("User", "root");

        SealedImage sealed = seal();

        ObjectNode manifest = ImageContent.object(sealed.manifest().content(), "manifest");
        assertThat(texts(manifest.path("layers"), "digest"))
                .containsExactly(
                        Digest.of("new-1 blob").value(), Digest.of("app blob").value());
        assertThat(texts(manifest.path("layers"), "mediaType")).containsOnly(MediaType.OCI_LAYER_GZIP);
        assertThat(manifest.path("annotations").path(Lineage.REBASE).asText()).isEqualTo("to");
        assertThat(sealed.added()).extracting(Descriptor::digest).containsExactly(Digest.of("new-1 blob"));
        assertThat(sealed.source()).extracting(Descriptor::digest).containsExactly(Digest.of("app blob"));
        ObjectNode config = ImageContent.object(sealed.config(), "config");
        assertThat(config.path("rootfs").path("type").asText()).isEqualTo("layers");
        assertThat(config.path("rootfs").path("diff_ids"))
                .extracting(JsonNode::asText)
                .containsExactly(ImageDocuments.diffId("new-1"), ImageDocuments.diffId("app"));
        assertThat(config.path("config").path("User").asText()).isEqualTo("1000");
        assertThat(config.path("x-unknown").asText()).isEqualTo("1.5");
        assertThat(config.path("created").asText()).isEqualTo("2026-11-24T18:00:00Z");
    }

    @Test
    void theHistoryIsTheNewBuildsThenTheSourcesOwnThenTheDeed() {
        assertThat(history(seal())).containsExactly("add new", "CMD bash", "COPY app", "ENTRYPOINT app", "rebased");
        assertThat(layersTold(seal())).isEqualTo(2);
    }

    @Test
    void whereTheOldBuildsHistoryIsAnotherTheSourcesIsCutAfterItsLayers() {
        history(from, "squashed");

        assertThat(history(seal()))
                .containsExactly("add new", "CMD bash", "CMD sh", "COPY app", "ENTRYPOINT app", "rebased");
    }

    @Test
    void aBuildWithoutHistoryGetsAnEntryForEachLayer() {
        to.config.remove("history");

        assertThat(history(seal())).containsExactly("rebased", "COPY app", "ENTRYPOINT app", "rebased");
        assertThat(layersTold(seal())).isEqualTo(2);
    }

    @Test
    void aSourceWithoutHistoryGetsNone() {
        source.config.remove("history");

        assertThat(ImageContent.object(seal().config(), "config").has("history"))
                .isFalse();
    }

    @Test
    void aBuildThatDoesNotLieBelowIsRefused() {
        ImageDocuments other = ImageDocuments.oci("other");

        assertThatThrownBy(() -> seal(source, other, to))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.PATCH_FAILED));
        assertThatThrownBy(() -> seal(from, from, to)).as("nothing of its own").isInstanceOf(FailureException.class);
    }

    private SealedImage seal() {
        return seal(source, from, to);
    }

    private static SealedImage seal(ImageDocuments source, ImageDocuments from, ImageDocuments to) {
        return SealedImage.rebased(
                source.content(), from.content(), to.content(), Map.of(Lineage.REBASE, "to"), NOW, "rebased");
    }

    private static Iterable<String> history(SealedImage sealed) {
        return texts(ImageContent.object(sealed.config(), "config").path("history"), "created_by");
    }

    private static long layersTold(SealedImage sealed) {
        JsonNode history = ImageContent.object(sealed.config(), "config").path("history");
        return StreamSupport.stream(history.spliterator(), false)
                .filter(entry -> !entry.path("empty_layer").asBoolean(false))
                .count();
    }

    /** CMD and ENTRYPOINT make no layer. */
    private static ImageDocuments history(ImageDocuments image, String... steps) {
        var history = image.config.putArray("history");
        for (String step : steps) {
            ObjectNode entry = history.addObject().put("created_by", step);
            if (step.startsWith("CMD") || step.startsWith("ENTRYPOINT")) {
                entry.put("empty_layer", true);
            }
        }
        return image;
    }

    private static Iterable<String> texts(JsonNode array, String field) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.path(field).asText())
                .toList();
    }
}
