package dev.cssc.cli.image;

import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.ImageReference;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.lineage.Lineage;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.ImageManifest;
import dev.cssc.common.registry.ManifestLineage;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.common.registry.RegistryClient;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source and its patches, as the repository of the patches tells: no service has to remember anything for it. What makes a tag a patch is what its
 * manifest states, never its name alone (design §3.5).
 *
 * @param source the tag that was patched
 * @param digest what that tag points to now; empty where it is gone, or cannot be seen in another repository
 * @param site the repository of the patches
 * @param patches oldest number first, the floating one last
 */
record ImageHistory(ImageReference source, Optional<Digest> digest, Repository site, List<Patch> patches) {

    ImageHistory {
        patches = List.copyOf(patches);
    }

    /** True where the patches are not beside their source. */
    boolean elsewhere() {
        return !source.repository().equals(site);
    }

    /** A patched image, and what its manifest says of it. */
    record Patch(Tag tag, Digest digest, Map<String, String> notes) {

        /** What it says under that name; empty where it says nothing. */
        String note(String name) {
            return notes.getOrDefault(name, "");
        }

        /** What it fixed: vulnerabilities, or packages where none are known. */
        List<String> fixed() {
            String fixed = note(Lineage.FIXED);
            return fixed.isEmpty() ? List.of() : List.of(fixed.split(","));
        }
    }

    /**
     * Reads the history of a tag that is a source or one of its patches.
     *
     * @param asked with a tag
     * @param target the repository of the patches, where that is not the asked tag's own
     * @return empty where neither the tag nor a patch of it is there
     * @throws dev.cssc.common.failure.FailureException where the registry does not answer or does not let us in
     */
    static Optional<ImageHistory> read(ImageReference asked, Optional<Repository> target, RegistryClient registry) {
        Repository repository = asked.repository();
        Repository site = target.orElse(repository);
        Tag tag = asked.tag().orElseThrow();
        Optional<RawManifest> manifest = registry.manifest(asked);
        ImageReference source = manifest.filter(ImageHistory::isPatch)
                .flatMap(raw -> statedSource(repository, raw, registry))
                .orElse(ImageReference.of(repository, tag));
        List<Patch> patches = registry.tags(site).orElse(List.of()).stream()
                .filter(candidate -> numbered(source, candidate).isPresent())
                .sorted(Comparator.comparing(
                        candidate -> numbered(source, candidate).orElseThrow()))
                .flatMap(candidate -> patch(source, site, candidate, registry).stream())
                .toList();
        Optional<Digest> now = source.equals(ImageReference.of(repository, tag))
                ? manifest.map(RawManifest::digest)
                : source.repository().equals(repository)
                        ? registry.head(source).map(head -> head.digest())
                        : elsewhere(source, registry);
        return now.isEmpty() && patches.isEmpty()
                ? Optional.empty()
                : Optional.of(new ImageHistory(source, now, site, patches));
    }

    /** Who may read the patches need not be let in to their source, nor know its registry. */
    private static Optional<Digest> elsewhere(ImageReference source, RegistryClient registry) {
        try {
            return registry.head(source).map(head -> head.digest());
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    /** Its number among the patches of the source; empty where it is not named as one. */
    private static Optional<Integer> numbered(ImageReference source, Tag candidate) {
        Tag of = source.tag().orElseThrow();
        if (TagConvention.FLOATING.namesPatchOf(of, candidate)) {
            return Optional.of(TagConvention.HIGHEST_SUFFIX + 1);
        }
        return TagConvention.incrementalSuffix(of, candidate).stream().boxed().findFirst();
    }

    private static Optional<Patch> patch(ImageReference source, Repository site, Tag tag, RegistryClient registry) {
        return registry.manifest(ImageReference.of(site, tag))
                .filter(ImageHistory::isPatch)
                .filter(raw -> isOf(source, site, raw))
                .map(raw -> new Patch(tag, raw.digest(), annotations(raw)));
    }

    private static boolean isPatch(RawManifest raw) {
        Lineage lineage = ManifestLineage.of(raw);
        return lineage.ownMark() || lineage.copaMark();
    }

    /**
     * The source by the name that the patch states; Copa states none. Copies of a repository keep their tags, and not their host: where the
     * repository has that tag itself, it is such a copy, and no place for patches of another registry's.
     */
    private static Optional<ImageReference> statedSource(
            Repository repository, RawManifest raw, RegistryClient registry) {
        return stated(raw).map(base -> {
            ImageReference here = ImageReference.of(repository, base.tag().orElseThrow());
            return base.repository().path().equals(repository.path())
                            && registry.head(here).isPresent()
                    ? here
                    : base;
        });
    }

    private static Optional<ImageReference> stated(RawManifest raw) {
        return Optional.ofNullable(annotations(raw).get(Lineage.BASE_NAME)).flatMap(ImageHistory::reference);
    }

    /** Whether it says that it is of that source, by whatever host, or says nothing, as Copa's patches. Two sources may publish in one place. */
    private static boolean isOf(ImageReference source, Repository site, RawManifest raw) {
        return stated(raw)
                .map(base -> base.equals(source)
                        || source.repository().equals(site)
                                && base.repository().path().equals(site.path())
                                && base.tag().equals(source.tag()))
                .orElse(true);
    }

    private static Optional<ImageReference> reference(String name) {
        try {
            return Optional.of(ImageReference.parse(name))
                    .filter(base -> base.tag().isPresent());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // somebody else's note
        }
    }

    private static Map<String, String> annotations(RawManifest raw) {
        return MediaType.isIndex(raw.mediaType())
                ? ImageIndex.parse(raw).annotations()
                : ImageManifest.parse(raw).annotations();
    }
}
