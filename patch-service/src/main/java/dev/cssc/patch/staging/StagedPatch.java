package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PatchStaged;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.image.TagConvention;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A patch that lies in the staging repository: everything its promotion needs, so that it does not depend on who made it.
 *
 * @param id its identity, derived from run and source
 * @param run the run that asked for it
 * @param workflow the run's workflow
 * @param source the image that was patched
 * @param convention how it is to be named
 * @param site the repository in which it is to be published; the source's own where its policy has no target
 * @param staging where it lies
 * @param parts what was patched, a platform each
 * @param index the index to publish as exact text, where the source is an index
 * @param carriedOver what that index has of the source's as it was, and what it has no more
 * @param engine what made it
 * @param database identity of the knowledge it was made from
 * @param seconds wall time of patching and staging
 */
public record StagedPatch(
        UUID id,
        String run,
        String workflow,
        PinnedImage source,
        TagConvention convention,
        Repository site,
        Repository staging,
        List<StagedPart> parts,
        Optional<String> index,
        CarriedOver carriedOver,
        String engine,
        String database,
        double seconds) {
    private static final String RAW = "raw";
    private static final String PATCH = "patch";

    public StagedPatch {
        parts = List.copyOf(parts);
    }

    /** Published as that tag, as people have to read it: its repository is named where it is not the source's own. */
    public String published(Tag tag) {
        return named(source, site, tag);
    }

    /** The same of any patch of that source. */
    static String named(PinnedImage source, Repository site, Tag tag) {
        return site.equals(source.repository()) ? tag.value() : site + ":" + tag;
    }

    /** The index to publish, where there is one. */
    public Optional<RawManifest> indexManifest() {
        return index.map(text -> new RawManifest(MediaType.OCI_INDEX, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** What the published tag will point to. */
    public Digest publishes() {
        return indexManifest()
                .map(RawManifest::digest)
                .orElseGet(() -> parts.getFirst().staged().staged());
    }

    /** Compressed size of all added layers, in bytes. */
    public long addedBytes() {
        return parts.stream().mapToLong(StagedPart::addedBytes).sum();
    }

    /** What to remove from the staging repository in the end: also the engine's own results, whose removal may have failed before. */
    public StagingRemoval removal() {
        return new StagingRemoval(
                staging,
                parts.stream()
                        .flatMap(part -> Stream.of(
                                part.tag(),
                                tag(id, part.staged().platform(), part.staged().source(), RAW)))
                        .toList());
    }

    /** Packages that were left out, because no repository holds their fixed version yet, on patched platforms and on others. */
    public List<PackageUpgrade> unavailable() {
        return Stream.concat(
                        parts.stream().flatMap(part -> part.unavailable().stream()), carriedOver.awaited().stream())
                .distinct()
                .toList();
    }

    /** Packages of the source that this patch does not raise although a fix is known, as far as the patch itself can tell. */
    public List<PackageUpgrade> remaining() {
        return Stream.concat(unavailable().stream(), carriedOver.remaining().stream())
                .distinct()
                .toList();
    }

    /** The patched manifests whose layers were taken over; empty where the engine made all of it. */
    public List<Digest> grafts() {
        return parts.stream().flatMap(part -> part.graft().stream()).distinct().toList();
    }

    /** The builds of the base on which platforms were put; empty where layers were only added. */
    public List<Digest> rebases() {
        return parts.stream()
                .flatMap(part -> part.staged().rebase().stream())
                .map(Rebase::to)
                .distinct()
                .toList();
    }

    /** The announcement that it waits for its judgement, and by what it is to be judged. */
    public PatchStaged announcement(Optional<Criteria> criteria) {
        return new PatchStaged(
                run,
                workflow,
                source,
                id,
                staging,
                parts.stream().map(StagedPart::staged).toList(),
                engine,
                criteria);
    }

    /** Where the engine leaves what it makes of that platform, before it is sealed. */
    static Tag rawTag(UUID id, PlatformFindings platform) {
        return tag(id, platform.platform(), platform.manifest(), RAW);
    }

    /** Where that platform lies while it is judged. */
    static Tag patchTag(UUID id, PlatformFindings platform) {
        return tag(id, platform.platform(), platform.manifest(), PATCH);
    }

    /**
     * Tags in the staging repository, by the patch's id and the source's manifest: made up alike by every attempt, so that none is
     * forgotten. An index may hold two manifests of one platform, so the platform alone is not enough.
     */
    private static Tag tag(UUID id, Platform platform, Digest manifest, String stage) {
        String safe = (stage + "-" + manifest.abbreviated() + "-" + platform).replaceAll("[^A-Za-z0-9_.-]", "-");
        return new Tag(id + "-" + safe.substring(0, Math.min(80, safe.length())));
    }
}
