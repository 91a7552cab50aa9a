package dev.cssc.common.selection;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.policy.Policy;
import dev.cssc.common.selection.Wishes.Answer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The selection in one repository that could be listed. It is read in three steps, each as concurrent as may be: what is named as a patch,
 * since that decides which versions are the newest; then what every source points to; then the patches among which a source's candidate
 * is. All else is worked out from what was read, so that the result depends on the state of the repository and never on the order of its
 * listing.
 */
final class RepositorySelection {
    private final Repository repository;
    private final Listing listing;
    private final List<Tag> tags;
    private final Wishes wishes;
    private final Requests requests;
    private final RepositoryReads reads;
    private final PatchSite site;
    private final PatchRecognition recognition;
    private final CandidateSelection candidates;
    private final Map<Digest, Tag> sources = new HashMap<>();
    private final Map<Digest, String> patches = new HashMap<>();

    /**
     * @param elsewhere where patches are published, if not beside their sources
     */
    RepositorySelection(
            Listing listing, Wishes wishes, RepositoryReads reads, Optional<PatchSite> elsewhere, Requests requests) {
        repository = listing.repository();
        this.listing = listing;
        tags = listing.tags().stream().sorted().toList();
        this.wishes = wishes;
        this.requests = requests;
        this.reads = reads;
        site = elsewhere.orElseGet(() -> new PatchSite(listing, reads, false));
        recognition = new PatchRecognition(listing, reads);
        candidates = new CandidateSelection(listing, reads, site);
    }

    /** What becomes of every tag, and of every name that is no tag; by name. */
    List<Plan.Entry> entries() {
        read(this::namedAsPatch, this::byName);
        wishes.countNewest(tags.stream().filter(this::source).toList());
        // A patch that someone gave another name and named here is known by its own lineage only.
        read(tag -> !namedAsPatch(tag), tag -> wishes.named(tag) ? reads.image(tag) : reads.digest(tag));
        noteSources();
        read(this::source, this::candidate);
        notePatches();

        Map<String, Plan.Entry> entries = new TreeMap<>();
        wishes.missing(listing).forEach((written, why) -> {
            if (wishes.inScope(written)) {
                entries.put(written, missing(written, why));
            }
        });
        tags.stream().filter(tag -> wishes.inScope(tag.value())).forEach(tag -> entries.put(tag.value(), entry(tag)));
        return List.copyOf(entries.values());
    }

    /** Reads ahead, concurrently, what is worked out below; a failure is remembered with what was read. */
    private void read(Predicate<Tag> which, Function<Tag, Optional<?>> what) {
        List<Tag> asked = tags.stream()
                .filter(which)
                .filter(tag -> wishes.of(tag) instanceof Answer.Asked)
                .toList();
        requests.all(asked, tag -> whereReadable(() -> what.apply(tag)).isPresent());
    }

    private boolean namedAsPatch(Tag tag) {
        return Listing.sourceNamedBy(tag).isPresent();
    }

    /** What the tag is in relation to the one it is named after; empty where it is not named as a patch, or went away. */
    private Optional<Descent> byName(Tag tag) {
        return Listing.sourceNamedBy(tag)
                .flatMap(named -> reads.image(tag).map(image -> recognition.recognise(image, named)));
    }

    /** The same, once the sources are known: it may be the patch of one that it is not named after. */
    private Optional<Descent> descent(Tag tag) {
        return byName(tag).map(byName -> switch (byName) {
            case Descent.OwnSource own -> ofOtherSource(tag).orElse(own);
            case Descent.StalePatchOf stale -> ofOtherSource(tag).orElse(stale);
            case Descent.PatchOf p -> p;
            case Descent.MarkedPatchOf m -> m;
            case Descent.OrphanOf o -> o;
            case Descent.PatchFromElsewhere p -> p;
            case Descent.AliasOf a -> a;
        });
    }

    private Optional<Descent> ofOtherSource(Tag tag) {
        return reads.image(tag)
                .flatMap(image -> image.lineage().baseDigest())
                .map(sources::get)
                .filter(source -> !source.equals(tag))
                .map(Descent.PatchOf::new);
    }

    /** True for what is not named as a patch, and for what turned out to be named so and to be none. */
    private boolean source(Tag tag) {
        return !namedAsPatch(tag)
                || wishes.of(tag) instanceof Answer.Asked
                        && whereReadable(() -> descent(tag)).equals(Optional.of(new Descent.OwnSource()));
    }

    private void noteSources() {
        // In the order of their names, so that of two with one digest the first counts; what its name makes no patch
        // goes before.
        tags.stream().filter(tag -> !namedAsPatch(tag)).forEach(this::noteSource);
        tags.stream().filter(tag -> namedAsPatch(tag) && source(tag)).forEach(this::noteSource);
    }

    private void noteSource(Tag tag) {
        if (wishes.of(tag) instanceof Answer.Asked) {
            whereReadable(() -> reads.digest(tag)).ifPresent(digest -> sources.putIfAbsent(digest, tag));
        }
    }

    private void notePatches() {
        tags.stream()
                .filter(reads::hasImage)
                .forEach(tag -> whereReadable(() -> descent(tag))
                        .filter(Descent::patch)
                        .ifPresent(descent -> reads.digest(tag)
                                .ifPresent(digest -> patches.putIfAbsent(digest, tag + ", which " + descent.why()))));
        if (site.elsewhere()) {
            site.listing().tags().stream().filter(site.reads()::hasImage).forEach(this::notePatchElsewhere);
        }
    }

    /** A tag beside the sources may point to a patch that was published elsewhere, since people copy what they release. */
    private void notePatchElsewhere(Tag tag) {
        whereReadable(() -> site.reads().image(tag))
                .ifPresent(image -> Listing.sourceNamedBy(tag)
                        .flatMap(named -> whereReadable(() -> Optional.of(recognition.recognise(image, named))))
                        .filter(Descent::patch)
                        .ifPresent(descent ->
                                patches.putIfAbsent(image.digest(), site.name(tag) + ", which " + descent.why())));
    }

    private Plan.Entry entry(Tag tag) {
        return switch (wishes.of(tag)) {
            case Answer.NotAsked(String why) ->
                new Plan.Out(
                        repository,
                        tag,
                        knownDescent(tag)
                                .map(Descent::why)
                                .or(() -> namedAfterSelected(tag))
                                .orElse(why));
            case Answer.Asked(Policy.Entry entry, String why) -> {
                try {
                    yield asked(tag, entry, why);
                } catch (FailureException e) {
                    yield new Plan.Failed(
                            entry.path(),
                            repository.registry(),
                            repository.path(),
                            Optional.of(tag.value()),
                            e.failure());
                }
            }
        };
    }

    /** A tag that nobody read, since a newer one was the candidate: its name says all that has to be known. */
    private Optional<String> namedAfterSelected(Tag tag) {
        return Listing.sourceNamedBy(tag)
                .flatMap(listing::tag)
                .filter(named -> wishes.of(named) instanceof Answer.Asked)
                .map(named -> "is named as a patch of " + named + ", of which the newest is looked at");
    }

    /** What was found out about a tag that nobody asked for, because a source's candidate was looked for. */
    private Optional<Descent> knownDescent(Tag tag) {
        return reads.hasImage(tag)
                ? whereReadable(() -> descent(tag)).filter(descent -> !descent.equals(new Descent.OwnSource()))
                : Optional.empty();
    }

    private Plan.Entry asked(Tag tag, Policy.Entry entry, String why) {
        Optional<Digest> digest = reads.digest(tag);
        if (digest.isEmpty()) {
            return missing(tag.value(), "the tag went away while the images were selected");
        }
        Optional<Descent> descent = descent(tag);
        if (descent.isPresent() && !descent.get().equals(new Descent.OwnSource())) {
            return new Plan.Out(repository, tag, descent.get().why());
        }
        if (patches.containsKey(digest.get())) {
            return new Plan.Out(repository, tag, "has the digest of " + patches.get(digest.get()));
        }
        Optional<String> patchOf = patchUnderAnotherName(tag);
        if (patchOf.isPresent()) {
            return new Plan.Out(repository, tag, "is a patch of " + patchOf.get() + " under another name");
        }
        return in(new PinnedImage(repository, tag, digest.get()), entry, why);
    }

    /** What it was made from where it carries our mark: whatever it is called, a patch is never patched. */
    private Optional<String> patchUnderAnotherName(Tag tag) {
        return namedAsPatch(tag) || !reads.hasImage(tag)
                ? Optional.empty()
                : reads.image(tag)
                        .map(RepositoryView.TaggedImage::lineage)
                        // A source that was replaced by its own patch stays a source.
                        .filter(lineage -> lineage.ownMark() && !lineage.statesBase(repository.path(), tag.value()))
                        .flatMap(Lineage::baseName);
    }

    private Plan.In in(PinnedImage source, Policy.Entry entry, String why) {
        CandidateSelection.Candidate candidate = candidates.of(source, entry.tagConvention());
        NextTag next = NextTag.of(source.tag(), entry.tagConvention(), site.listing());
        String all = why
                + Listing.sourceNamedBy(source.tag())
                        .map(named -> "; by its name it would be a patch of " + named
                                + (listing.holds(named) ? "" : ", which is not there")
                                + ", but its lineage does not say so: it is a source")
                        .orElse("")
                + "; "
                + candidate.why()
                + next.whyNone().map(none -> "; " + none).orElse("");
        return new Plan.In(source, candidate.image(), entry.tagConvention(), next.tag(), entry.criteria(), all);
    }

    private Optional<CandidateSelection.Candidate> candidate(Tag tag) {
        return wishes.of(tag) instanceof Answer.Asked(Policy.Entry entry, String why)
                ? reads.digest(tag)
                        .map(digest -> candidates.of(new PinnedImage(repository, tag, digest), entry.tagConvention()))
                : Optional.empty();
    }

    private Plan.NotFound missing(String written, String why) {
        return new Plan.NotFound(repository.registry(), repository.path(), written, why);
    }

    /** What could not be read counts as not there, until the tag's own entry says that it could not. */
    private static <T> Optional<T> whereReadable(Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (FailureException e) {
            return Optional.empty();
        }
    }
}
