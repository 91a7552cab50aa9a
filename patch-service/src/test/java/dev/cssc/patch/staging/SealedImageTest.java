package dev.cssc.patch.staging;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.MediaType;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SealedImageTest {
    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00.123Z");
    private static final Map<String, String> NOTES = Map.of(
            Lineage.BASE_NAME,
            "r.example/app:1",
            Lineage.BASE_DIGEST,
            Digest.of("index").value());

    @Test
    void theSourcesLayersAndConfigurationAreUnchangedBelowTheAddedLayer() {
        ImageDocuments source = ImageDocuments.oci("base-1", "base-2");
        source.config
                .putObject("config")
                .put("User", "1000:1000")
                .putArray("Entrypoint")
                .add("/app");
        source.config.put("x-unknown", 1.50);

        SealedImage sealed = seal(source, ImageDocuments.oci("base-1", "base-2", "patch"));

        ObjectNode config = ImageContent.object(sealed.config(), "config");
        assertThat(config.path("config")).isEqualTo(source.config.path("config"));
        assertThat(config.path("x-unknown").asText()).isEqualTo("1.5");
        assertThat(texts(config.path("rootfs").path("diff_ids")))
                .containsExactly(
                        ImageDocuments.diffId("base-1"),
                        ImageDocuments.diffId("base-2"),
                        ImageDocuments.diffId("patch"));
        ObjectNode manifest = ImageContent.object(sealed.manifest().content(), "manifest");
        assertThat(manifest.path("layers").get(0))
                .hasToString(source.manifest.path("layers").get(0).toString());
        assertThat(manifest.path("layers").get(1))
                .hasToString(source.manifest.path("layers").get(1).toString());
        assertThat(manifest.path("config").path("digest").asText())
                .isEqualTo(Digest.of(sealed.config()).value());
        assertThat(manifest.path("config").path("size").asInt()).isEqualTo(sealed.config().length);
        assertThat(sealed.added()).extracting(Descriptor::digest).containsExactly(Digest.of("patch blob"));
        assertThat(sealed.source()).hasSize(2);
        assertThat(sealed.addedBytes()).isEqualTo("patch".length());
    }

    @Test
    void baseLayersThatTheEngineCompressedAnewAreTakenFromTheSource() {
        ImageDocuments patched = ImageDocuments.oci("base", "patch");
        ((ObjectNode) patched.manifest.path("layers").get(0))
                .put("digest", Digest.of("recompressed").value());

        SealedImage sealed = seal(ImageDocuments.oci("base"), patched);

        assertThat(sealed.source()).extracting(Descriptor::digest).containsExactly(Digest.of("base blob"));
    }

    @Test
    void whatTheEngineWroteIntoConfigurationAndAnnotationsIsDropped() {
        ImageDocuments patched = ImageDocuments.oci("base", "patch");
        patched.config.putObject("config").putObject("labels").put("BaseImage", "x");
        patched.manifest.putObject("annotations").put("sh.copa.image.patched", "now");

        SealedImage sealed = seal(ImageDocuments.oci("base"), patched);

        assertThat(new String(sealed.config(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("BaseImage");
        assertThat(new String(sealed.manifest().content(), java.nio.charset.StandardCharsets.UTF_8))
                .doesNotContain("sh.copa");
    }

    @Test
    void theHistoryTellsWhatWasDoneAndWhen() {
        ImageDocuments source = ImageDocuments.oci("base");
        source.config.putArray("history").addObject().put("created_by", "base");

        ObjectNode config = ImageContent.object(
                seal(source, ImageDocuments.oci("base", "patch")).config(), "config");

        assertThat(config.path("created").asText()).isEqualTo("2026-11-24T18:00:00Z");
        assertThat(config.path("history")).hasSize(2);
        assertThat(config.path("history").get(1).path("created_by").asText()).isEqualTo("raised tar");
        assertThat(config.path("history").get(1).path("created").asText()).isEqualTo("2026-11-24T18:00:00Z");
    }

    @Test
    void aConfigurationWithoutHistoryGetsNone() {
        ObjectNode config = ImageContent.object(
                seal(ImageDocuments.oci("base"), ImageDocuments.oci("base", "patch"))
                        .config(),
                "config");

        assertThat(config.has("history")).isFalse();
    }

    @Test
    void theSourcesAnnotationsStayAndTheLineageIsAdded() {
        ImageDocuments source = ImageDocuments.oci("base");
        source.manifest.putObject("annotations").put("org.example", "kept").put(Lineage.BASE_NAME, "its own base");

        ObjectNode manifest = ImageContent.object(
                seal(source, ImageDocuments.oci("base", "patch")).manifest().content(), "manifest");

        assertThat(manifest.path("annotations").path("org.example").asText()).isEqualTo("kept");
        assertThat(manifest.path("annotations").path(Lineage.BASE_NAME).asText())
                .isEqualTo("r.example/app:1");
        assertThat(manifest.path("annotations").path(Lineage.BASE_DIGEST).asText())
                .isEqualTo(Digest.of("index").value());
    }

    @Test
    void aDockerImageBecomesAnOciImageOfTheSameBlobs() {
        SealedImage sealed = seal(ImageDocuments.docker("base"), ImageDocuments.oci("base", "patch"));

        ObjectNode manifest = ImageContent.object(sealed.manifest().content(), "manifest");
        assertThat(sealed.manifest().mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(manifest.path("mediaType").asText()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(manifest.path("config").path("mediaType").asText()).isEqualTo(MediaType.OCI_CONFIG);
        assertThat(sealed.source())
                .containsExactly(Descriptor.of(MediaType.OCI_LAYER_GZIP, Digest.of("base blob"), "base".length()));
    }

    @Test
    void anImageWithoutTheSourcesLayersIsRefused() {
        assertFails(ImageDocuments.oci("base"), ImageDocuments.oci("other", "patch"), ReasonCode.PATCH_FAILED);
        assertFails(ImageDocuments.oci("a", "b"), ImageDocuments.oci("a"), ReasonCode.PATCH_FAILED);
    }

    @Test
    void anImageWithNothingAddedIsNoImprovement() {
        assertFails(ImageDocuments.oci("base"), ImageDocuments.oci("base"), ReasonCode.NO_IMPROVEMENT);
    }

    @Test
    void whatIsNoImageIsNotPatched() {
        ImageDocuments chart = ImageDocuments.oci("base");
        ((ObjectNode) chart.manifest.path("config")).put("mediaType", "application/vnd.cncf.helm.config.v1+json");
        assertFails(chart, ImageDocuments.oci("base", "patch"), ReasonCode.UNSUPPORTED_IMAGE);

        ImageDocuments windows = ImageDocuments.docker("base");
        ((ObjectNode) windows.manifest.path("layers").get(0))
                .put("mediaType", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
        assertFails(windows, ImageDocuments.oci("base", "patch"), ReasonCode.UNSUPPORTED_IMAGE);
    }

    @Test
    void aLayerWhoseDigestIsNotSha256IsNotPatched() {
        ImageDocuments image = ImageDocuments.oci("base");
        ((ObjectNode) image.manifest.path("layers").get(0)).put("digest", "sha512:" + "0".repeat(128));

        assertFails(image, ImageDocuments.oci("base", "patch"), ReasonCode.UNSUPPORTED_IMAGE);
    }

    @Test
    void aManifestWhoseConfigurationTellsOfOtherLayersIsNoImage() {
        ImageDocuments broken = ImageDocuments.oci("a", "b");
        ((ArrayNode) broken.manifest.path("layers")).remove(1);

        assertThatThrownBy(broken::content)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(ReasonCode.UNSUPPORTED_IMAGE));
    }

    private static void assertFails(ImageDocuments source, ImageDocuments patched, ReasonCode reason) {
        assertThatThrownBy(() -> seal(source, patched))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }

    private static SealedImage seal(ImageDocuments source, ImageDocuments patched) {
        return SealedImage.of(source.content(), patched.content(), NOTES, NOW, "raised tar");
    }

    private static List<String> texts(com.fasterxml.jackson.databind.JsonNode array) {
        return java.util.stream.StreamSupport.stream(array.spliterator(), false)
                .map(com.fasterxml.jackson.databind.JsonNode::asText)
                .toList();
    }
}
