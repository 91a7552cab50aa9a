package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.graft.Graft;
import dev.cssc.patch.graft.Grafting;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.meter.Step;
import dev.cssc.patch.rebase.RebasePlan;
import dev.cssc.patch.rebase.Rebasing;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a staged patch out of findings: each platform by the engine, sealed by us, laid aside. May be repeated: a later try replaces an earlier one's tags. */
@ApplicationScoped
public class Patcher {
    /** Reasons that speak of one platform's packages alone; a sibling may still be patched. */
    private static final Set<ReasonCode> OF_ONE_PLATFORM = EnumSet.of(
            ReasonCode.NO_IMPROVEMENT,
            ReasonCode.FIXED_VERSION_UNAVAILABLE,
            ReasonCode.UNSUPPORTED_IMAGE,
            ReasonCode.PLATFORM_NOT_RUNNABLE);

    private final PatchEngine engine;
    private final StagingArea area;
    private final WorkDirectories directories;
    private final Rebasing rebasing;
    private final RebaseStage rebaseStage;
    private final Grafting grafting;
    private final PatchMeters meters;

    Patcher(
            PatchEngine engine,
            StagingArea area,
            WorkDirectories directories,
            Rebasing rebasing,
            RebaseStage rebaseStage,
            Grafting grafting,
            PatchMeters meters) {
        this.engine = engine;
        this.area = area;
        this.directories = directories;
        this.rebasing = rebasing;
        this.rebaseStage = rebaseStage;
        this.grafting = grafting;
        this.meters = meters;
    }

    /** A staged patch, and the sentence about what was left out of it, if anything was. */
    record Result(StagedPatch patch, Optional<String> leftOut) {}

    /** What a patch of these findings puts into the staging repository, at whatever point it was left. */
    StagingRemoval traces(UUID id, VulnsFound found) {
        List<Tag> tags = new ArrayList<>();
        for (PlatformFindings platform : found.platforms()) {
            tags.add(StagedPatch.tag(id, platform.platform(), platform.manifest(), "raw"));
            tags.add(StagedPatch.tag(id, platform.platform(), platform.manifest(), "patch"));
        }
        return new StagingRemoval(area.of(found.site()), tags);
    }

    /** Which platforms are put on a newer build of their base, by the source's manifest. */
    Map<Digest, RebasePlan> rebases(VulnsFound found) {
        return rebasing.plan(found);
    }

    /**
     * What the engine need not make.
     *
     * @throws dev.cssc.common.job.AwaitedException where it is being made for another image right now
     */
    Prepared prepared(UUID id, VulnsFound found, Map<Digest, RebasePlan> rebases) {
        List<PlatformFindings> wanted = found.platforms().stream()
                .filter(platform -> !platform.packages().isEmpty()
                        && !rebases.containsKey(platform.manifest())
                        && engine.unrunnable(platform.platform()).isEmpty())
                .toList();
        return new Prepared(rebases, grafting.plan(id, found, wanted, engine.name(), area.of(found.site())));
    }

    /** The platforms of these findings that need the engine, and cannot be patched where it works. */
    List<Platform> unrunnable(VulnsFound found, Map<Digest, RebasePlan> rebases) {
        return found.platforms().stream()
                .filter(platform -> !platform.packages().isEmpty() && !rebases.containsKey(platform.manifest()))
                .map(PlatformFindings::platform)
                .filter(platform -> engine.unrunnable(platform).isPresent())
                .toList();
    }

    /**
     * Patches every platform that has packages to raise, and runs here where that is needed.
     *
     * @param prepared what the engine need not make
     * @throws FailureException where no platform could be patched, or one could not and the policy wants all or none
     * @throws RebaseStage.LostBaseException where a platform cannot be rebased any more
     */
    Result patch(UUID id, VulnsFound found, Prepared prepared) {
        long start = System.nanoTime();
        Instant created = Instant.now();
        RawManifest source =
                area.manifest(found.source().repository(), found.source().digest());
        boolean isIndex = MediaType.isIndex(source.mediaType());
        Optional<RawManifest> whole = isIndex ? Optional.empty() : Optional.of(source);
        PlatformOutcomes outcomes = PlatformOutcomes.of(
                found,
                platform -> prepared.rebase(platform.manifest()).isPresent()
                        ? Optional.empty()
                        : unrunnable(found, platform),
                platform -> outcome(id, found, platform, whole, prepared, created));
        refuseIncomplete(found, outcomes);
        CarriedOver carriedOver =
                isIndex ? CarriedOver.of(ImageIndex.parse(source), found, outcomes.leftAlone()) : CarriedOver.NONE;
        StagedPatch patch = new StagedPatch(
                id,
                found.run(),
                found.workflow(),
                found.source(),
                found.tagConvention(),
                found.site(),
                area.of(found.site()),
                outcomes.done().stream().map(Outcome.Done::part).toList(),
                isIndex ? Optional.of(index(source, found, outcomes.done(), created)) : Optional.empty(),
                carriedOver,
                engine.name(),
                found.scanner().database(),
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0);
        return new Result(patch, together(outcomes.notRaised(), carriedOver.sentence()));
    }

    /** The judge is told what was raised, and cannot miss what was not. */
    private static void refuseIncomplete(VulnsFound found, PlatformOutcomes outcomes) {
        Optional<String> notRaised = outcomes.notRaised();
        if (notRaised.isPresent() && !found.criteria().orElse(Criteria.NONE).acceptsPartial()) {
            throw Failure.of(
                            ReasonCode.PATCH_INCOMPLETE,
                            "patching " + found.source().name()
                                    + ": the policy wants all or nothing (partial is false), and " + notRaised.get())
                    .toException();
        }
    }

    private Optional<Failure> unrunnable(VulnsFound found, PlatformFindings platform) {
        return engine.unrunnable(platform.platform())
                .map(why -> Failure.of(
                        ReasonCode.PLATFORM_NOT_RUNNABLE,
                        "patching " + found.source().name() + ": " + why));
    }

    private Outcome outcome(
            UUID id,
            VulnsFound found,
            PlatformFindings platform,
            Optional<RawManifest> source,
            Prepared prepared,
            Instant created) {
        try {
            return one(id, found, platform, source, prepared, created);
        } catch (FailureException e) {
            if (OF_ONE_PLATFORM.contains(e.failure().reason())) {
                return new Outcome.LeftAlone(e.failure());
            }
            throw e;
        }
    }

    private Outcome.Done one(
            UUID id,
            VulnsFound found,
            PlatformFindings platform,
            Optional<RawManifest> known,
            Prepared prepared,
            Instant created) {
        Repository repository = found.source().repository();
        Repository staging = area.of(found.site());
        RawManifest manifest = known.orElseGet(() -> area.manifest(repository, platform.manifest()));
        ImageContent source = area.image(repository, manifest);
        Tag raw = StagedPatch.tag(id, platform.platform(), platform.manifest(), "raw");
        Tag tag = StagedPatch.tag(id, platform.platform(), platform.manifest(), "patch");
        // What an attempt that was cut short left there must not be taken for this one's result, nor stay behind
        // without a tag.
        area.remove(staging, raw);
        area.remove(staging, tag);
        Optional<RebasePlan> rebase = prepared.rebase(platform.manifest());
        if (rebase.isPresent()) {
            return rebaseStage.staged(found, platform, source, rebase.get(), engine.name(), tag, created);
        }
        Optional<Graft> graft = prepared.graft(platform.manifest());
        if (graft.isPresent() && area.takeOver(graft.get(), staging)) {
            return grafted(found, platform, source, graft.get(), tag, created);
        }
        graft.ifPresent(gone -> grafting.lost(platform, gone));
        unrunnable(found, platform).ifPresent(why -> {
            throw why.toException();
        });
        try (WorkDirectories.Held directory = directories.create()) {
            PatchRequest request = new PatchRequest(
                    found.source(),
                    manifest.digest(),
                    platform.platform(),
                    platform.os(),
                    platform.packages(),
                    staging,
                    raw,
                    directory.path());
            PatchedLayers layers = meters.timed(Step.ENGINE, () -> engine.patch(request));
            SealedImage sealed = meters.timed(
                    Step.SEAL,
                    () -> SealedImage.of(
                            source,
                            area.image(staging, area.manifest(staging, layers.manifest())),
                            LineageNotes.of(found, layers.raised(), engine.name(), created),
                            created,
                            LineageNotes.deed(engine.name(), layers.raised())));
            store(sealed, repository, staging, tag);
            StagedPlatform staged = new StagedPlatform(
                    platform.platform(), manifest.digest(), sealed.manifest().digest(), layers.raised());
            return new Outcome.Done(
                    new StagedPart(staged, tag, layers.unavailable(), sealed.addedBytes(), Optional.empty()),
                    sealed.manifest());
        } finally {
            // A crash before this leaves the raw manifest; the removal of the patch's traces names its tag too.
            area.removeQuietly(staging, raw);
        }
    }

    private Outcome.Done grafted(
            VulnsFound found, PlatformFindings platform, ImageContent source, Graft graft, Tag tag, Instant created) {
        SealedImage sealed = SealedImage.of(
                source,
                graft,
                LineageNotes.of(found, graft, engine.name(), created),
                created,
                LineageNotes.deed(engine.name(), graft.raised()));
        store(sealed, found.source().repository(), area.of(found.site()), tag);
        grafting.grafted(platform, graft);
        StagedPlatform staged = new StagedPlatform(
                platform.platform(), source.digest(), sealed.manifest().digest(), graft.raised());
        return new Outcome.Done(
                new StagedPart(staged, tag, graft.unavailable(), sealed.addedBytes(), Optional.of(graft.patched())),
                sealed.manifest());
    }

    private void store(SealedImage sealed, Repository source, Repository staging, Tag tag) {
        meters.timed(Step.STAGE, () -> {
            area.store(sealed, source, staging, tag);
            return tag;
        });
    }

    private String index(RawManifest source, VulnsFound found, List<Outcome.Done> done, Instant created) {
        Map<Digest, RawManifest> patched = new LinkedHashMap<>();
        List<PackageUpgrade> raised = new ArrayList<>();
        for (Outcome.Done d : done) {
            patched.put(d.part().staged().source(), d.manifest());
            raised.addAll(d.part().staged().targets());
        }
        RawManifest index = SealedIndex.of(source, patched, LineageNotes.of(found, raised, engine.name(), created));
        return new String(index.content(), StandardCharsets.UTF_8);
    }

    private static Optional<String> together(Optional<String> one, Optional<String> other) {
        String both = Stream.of(one, other).flatMap(Optional::stream).collect(Collectors.joining("; "));
        return both.isEmpty() ? Optional.empty() : Optional.of(both);
    }
}
