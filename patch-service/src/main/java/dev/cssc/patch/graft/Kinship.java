package dev.cssc.patch.graft;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.registry.ImageConfig;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.RegistryClient;
import dev.cssc.patch.graft.GraftRefusal.Reason;
import jakarta.enterprise.context.ApplicationScoped;

import java.util.List;
import java.util.Optional;

/** Compares two images in the registry by {@link GraftRules}. */
@ApplicationScoped
class Kinship {
    private final RegistryClient registry;
    private final Layers layers;

    Kinship(RegistryClient registry, Layers layers) {
        this.registry = registry;
        this.layers = layers;
    }

    /** An image that gets, or is to get, a patch. */
    record Sibling(Repository repository, ImageLayers image) {}

    /** The answer about one donor. */
    sealed interface Answer {
        /** Its layers fit. */
        record Fits(Repository holder, Digest patched, List<ImageLayers.Layer> added) implements Answer {}

        /** Nothing forbids it so far; it is not made yet. */
        record MayFit() implements Answer {}

        /**
         * They do not fit.
         *
         * @param byThePatch whether only the patch itself told: another donor's would too
         */
        record Refused(GraftRefusal refusal, boolean byThePatch) implements Answer {}
    }

    /** The layers of one platform's image; empty where the repository does not have it, or where it is no image. */
    Optional<ImageLayers> image(Repository repository, Digest manifest) {
        return registry.manifest(ImageReference.of(repository, manifest))
                .filter(raw -> ImageManifest.isManifest(raw.mediaType()))
                .map(ImageManifest::parse)
                .map(parsed -> ImageLayers.of(
                        parsed,
                        ImageConfig.parse(
                                registry.blob(repository, parsed.config().digest(), ImageConfig.LARGEST))));
    }

    /**
     * Whether that donor's layers may be put on the sibling.
     *
     * @throws FailureException where a registry does not answer
     */
    Answer of(Donor donor, Sibling sibling) {
        try {
            return compared(donor, sibling);
        } catch (Layers.UnreadableLayerException e) {
            return refused(Reason.LAYER_UNREADABLE, String.valueOf(e.getMessage()), false);
        }
    }

    private Answer compared(Donor donor, Sibling sibling) {
        Optional<ImageLayers> source = image(donor.repository(), donor.manifest());
        if (source.isEmpty()) {
            return refused(Reason.DONOR_GONE, donor.repository() + "@" + donor.manifest(), false);
        }
        int shared = source.get().sharedWith(sibling.image());
        Kin kin = new Kin(
                layers.paths(sibling.repository(), sibling.image().upTo(shared)),
                layers.paths(donor.repository(), source.get().from(shared)),
                layers.paths(sibling.repository(), sibling.image().from(shared)),
                source.get().environment());
        Optional<GraftRefusal> before = GraftRules.beforeThePatch(kin);
        if (before.isPresent()) {
            return new Answer.Refused(before.get(), false);
        }
        return donor.verified() ? patched(donor, sibling.repository(), source.get(), kin) : new Answer.MayFit();
    }

    /**
     * A patch that is verified and not published yet is in the staging repository; soon after, only where it was published. That may be in a
     * registry that has nothing to do with the sibling, whose patch must not fail by it.
     */
    private Answer patched(Donor donor, Repository sibling, ImageLayers source, Kin kin) {
        Digest patched = donor.patched().orElseThrow();
        Answer none = refused(Reason.DONOR_GONE, donor.site() + "@" + patched, false);
        for (Repository holder : List.of(donor.site(), donor.staging())) {
            try {
                Optional<Answer> answer = heldBy(holder, patched, source, kin);
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (FailureException e) {
                if (holder.registry().equals(sibling.registry())) {
                    throw e;
                }
                none = refused(Reason.DONOR_OUT_OF_REACH, holder + "@" + patched + ": " + e.getMessage(), false);
            }
        }
        return none;
    }

    private Optional<Answer> heldBy(Repository holder, Digest patched, ImageLayers source, Kin kin) {
        return image(holder, patched)
                .filter(image -> image.sharedWith(source) == source.layers().size())
                .map(image -> image.from(source.layers().size()))
                .filter(added -> holds(holder, added))
                .map(added -> GraftRules.refusal(kin, layers.paths(holder, added))
                        .<Answer>map(refusal -> new Answer.Refused(refusal, true))
                        .orElseGet(() -> new Answer.Fits(holder, patched, added)));
    }

    private boolean holds(Repository holder, List<ImageLayers.Layer> added) {
        return !added.isEmpty() && added.stream().allMatch(layer -> registry.blobExists(holder, layer.digest()));
    }

    private static Answer refused(Reason reason, String detail, boolean byThePatch) {
        return new Answer.Refused(new GraftRefusal(reason, detail), byThePatch);
    }
}
