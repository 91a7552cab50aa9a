package dev.cssc.common.selection;

import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.selection.RepositoryView.TaggedImage;

import java.util.Optional;

/**
 * Tells whether an image that is named as a patch is one (design §3.6: lineage before text). ACR goes by the name alone: it takes a user's
 * own {@code 3.9.1-1} or {@code 2024-01-15} for a patch, and a patch whose source was pushed again for the newest.
 *
 * @param listing which tags there are
 * @param reads what they point to
 */
record PatchRecognition(Listing listing, RepositoryReads reads) {

    /**
     * What the image is.
     *
     * @param tag a tag that is named as a patch of {@code named}
     * @throws dev.cssc.common.failure.FailureException where the registry cannot be asked
     */
    Descent recognise(TaggedImage image, String named) {
        Descent here = ofThisRepository(image, named);
        return here.equals(new Descent.OwnSource())
                ? elsewhere(image.lineage(), named)
                        .<Descent>map(Descent.PatchFromElsewhere::new)
                        .orElse(here)
                : here;
    }

    private Descent ofThisRepository(TaggedImage image, String named) {
        Lineage lineage = image.lineage();
        Optional<Tag> source =
                listing.tag(named).filter(tag -> reads.digest(tag).isPresent());
        if (source.isEmpty()) {
            return lineage.statesBase(listing.repository().path(), named)
                    ? new Descent.OrphanOf(named)
                    : new Descent.OwnSource();
        }
        Digest digest = reads.digest(source.get()).orElseThrow();
        if (image.digest().equals(digest)) {
            return new Descent.AliasOf(source.get());
        }
        if (lineage.baseDigest().equals(Optional.of(digest))) {
            return new Descent.PatchOf(source.get());
        }
        return lineage.statesBase() ? byStatement(lineage, source.get()) : byContent(lineage, source.get());
    }

    /** The source of which it states to be a patch, where that lies under this path without a prefix: so policies with a target publish. */
    private Optional<String> elsewhere(Lineage lineage, String named) {
        return lineage.statesBaseBelowPrefix(listing.repository().path(), named)
                ? lineage.baseName()
                : Optional.empty();
    }

    /** It says from what it was made, and that is not what the tag points to now. */
    private Descent byStatement(Lineage lineage, Tag source) {
        if (lineage.statesBase(listing.repository().path(), source.value())) {
            return lineage.baseDigest().isEmpty() && buildsOn(lineage, source)
                    ? new Descent.PatchOf(source)
                    : new Descent.StalePatchOf(source);
        }
        if (copiedFrom(source, lineage)) {
            // A sibling from the same base; or Copa's, which states nothing and keeps what its source states.
            return lineage.copaMark() ? byContent(lineage, source) : new Descent.OwnSource();
        }
        // Buildah states name and digest of the base of every build: what was built from another image is nobody's
        // patch. A digest that
        // comes without a name leaves it to the tag to say whose.
        return lineage.baseName().isPresent() ? new Descent.OwnSource() : new Descent.StalePatchOf(source);
    }

    private boolean copiedFrom(Tag source, Lineage lineage) {
        return reads.lineage(source)
                .filter(of -> of.baseName().isPresent() && of.baseName().equals(lineage.baseName())
                        || of.baseDigest().isPresent() && of.baseDigest().equals(lineage.baseDigest()))
                .isPresent();
    }

    /** It does not say from what it was made. */
    private Descent byContent(Lineage lineage, Tag source) {
        if (buildsOn(lineage, source)) {
            return new Descent.PatchOf(source);
        }
        // Builds take annotations over from their base: where the source has the mark too, it says nothing of this
        // image.
        boolean marked = lineage.copaMark()
                && !reads.lineage(source).map(Lineage::copaMark).orElse(false);
        return marked ? new Descent.MarkedPatchOf(source) : new Descent.OwnSource();
    }

    private boolean buildsOn(Lineage lineage, Tag source) {
        return reads.lineage(source).filter(lineage::buildsOnLayersOf).isPresent();
    }
}
