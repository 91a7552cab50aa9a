package dev.cssc.patch.staging;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SealedIndexTest {
    private static final Digest AMD64 = Digest.of("amd64");
    private static final Digest ARM64 = Digest.of("arm64");
    private static final RawManifest PATCHED =
            new RawManifest(MediaType.OCI_MANIFEST, "{\"patched\":true}".getBytes(StandardCharsets.UTF_8));

    private final RawManifest source = new RawManifest(MediaType.DOCKER_INDEX, """
            {"schemaVersion":2,"mediaType":"%s","annotations":{"org.example":"kept"},"manifests":[
              {"mediaType":"%s","digest":"%s","size":5,"data":"e30=","urls":["https://example.test/old"],
               "platform":{"os":"linux","architecture":"amd64","os.version":"x"}},
              {"mediaType":"%s","digest":"%s","size":6,"platform":{"os":"linux","architecture":"arm64","variant":"v8"}},
              {"mediaType":"%s","digest":"%s","size":7,"platform":{"os":"unknown","architecture":"unknown"},
               "annotations":{"vnd.docker.reference.type":"attestation-manifest"}}]}
            """.formatted(
                    MediaType.DOCKER_INDEX,
                    MediaType.DOCKER_MANIFEST,
                    AMD64,
                    MediaType.DOCKER_MANIFEST,
                    ARM64,
                    MediaType.OCI_MANIFEST,
                    Digest.of("attestation"))
            .getBytes(StandardCharsets.UTF_8));

    @Test
    void thePatchedChildIsReplacedAndTheOtherCarriedOver() {
        ImageIndex index = index(Map.of(AMD64, PATCHED));

        assertThat(index.mediaType()).isEqualTo(MediaType.OCI_INDEX);
        assertThat(index.manifests()).extracting(Descriptor::digest).containsExactly(PATCHED.digest(), ARM64);
        Descriptor patched = index.manifests().getFirst();
        assertThat(patched.mediaType()).isEqualTo(MediaType.OCI_MANIFEST);
        assertThat(patched.size()).isEqualTo(PATCHED.content().length);
        assertThat(patched.platform()).isEqualTo(Optional.of(Platform.of("linux", "amd64")));
    }

    @Test
    void whatADescriptorEmbedsOfTheReplacedChildGoesWithIt() {
        String text = new String(
                SealedIndex.of(source, Map.of(AMD64, PATCHED), Map.of()).content(), StandardCharsets.UTF_8);

        assertThat(text).contains("os.version").doesNotContain("e30=", "example.test/old");
    }

    @Test
    void attestationsAreDroppedAndAnnotationsKept() {
        ImageIndex index = index(Map.of(AMD64, PATCHED));

        assertThat(index.manifests()).noneMatch(ImageIndex::isAttestation);
        assertThat(index.annotations()).containsEntry("org.example", "kept").containsEntry(Lineage.RUN, "run-1");
    }

    @Test
    void theSamePartsGiveTheSameDigest() {
        assertThat(SealedIndex.of(source, Map.of(AMD64, PATCHED), Map.of("a", "1", "b", "2"))
                        .digest())
                .isEqualTo(SealedIndex.of(source, Map.of(AMD64, PATCHED), Map.of("b", "2", "a", "1"))
                        .digest());
    }

    @Test
    void aPatchedChildThatTheIndexDoesNotHoldIsAnError() {
        assertThatThrownBy(() -> index(Map.of(Digest.of("stranger"), PATCHED))).isInstanceOf(FailureException.class);
    }

    private ImageIndex index(Map<Digest, RawManifest> patched) {
        return ImageIndex.parse(SealedIndex.of(source, patched, Map.of(Lineage.RUN, "run-1")));
    }
}
