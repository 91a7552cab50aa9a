package dev.cssc.patch.engine.copa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.engine.PatchRequest;

import java.io.IOException;
import java.util.Optional;

/**
 * Images that somebody else patched with Copa. Copa would not put a layer on them: it looks for the image that they were made from, takes
 * that one's configuration, and squashes the patches into one layer, in which files that were deleted come back (research/copa.md §0, 8).
 */
final class ForeignPatch {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Largest image configuration read, in bytes. Real ones have a few kilobytes. */
    private static final long LARGEST_CONFIG = 8L * 1024 * 1024;

    private final RegistryClient registry;

    ForeignPatch(RegistryClient registry) {
        this.registry = registry;
    }

    /**
     * Refuses such an image. One that is not there is left to Copa, which says so.
     *
     * @throws dev.cssc.common.failure.FailureException {@code UNSUPPORTED_IMAGE} where it is one
     */
    void refuse(PatchRequest request) {
        registry.manifest(ImageReference.of(request.source().repository(), request.manifest()))
                .map(ImageManifest::parse)
                .map(manifest -> registry.blob(
                        request.source().repository(), manifest.config().digest(), LARGEST_CONFIG))
                .flatMap(ForeignPatch::base)
                .ifPresent(base -> {
                    throw Failure.of(
                                    ReasonCode.UNSUPPORTED_IMAGE,
                                    "patching " + request.subject()
                                            + " with Copa: it is itself a patch, made by Copa from " + base
                                            + ", and a patch is never patched. Name that image in the policy")
                            .toException();
                });
    }

    /**
     * From which image Copa made that one. Copa writes the label under {@code config.labels} in lower case, beside the image's own
     * {@code Labels}, and looks for it there only (pkg/buildkit/buildkit.go, setupLabels).
     */
    static Optional<String> base(byte[] config) {
        try {
            JsonNode label = JSON.readTree(config).path("config").path("labels").path("BaseImage");
            return label.isTextual() ? Optional.of(label.asText()) : Optional.empty();
        } catch (IOException e) {
            // Whoever seals the patch reads it again, and says what is wrong with it.
            return Optional.empty();
        }
    }
}
