package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.ImageIndex;
import dev.cssc.common.registry.MediaType;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.graft.Grafting;
import dev.cssc.patch.rebase.RebasePlan;
import dev.cssc.patch.rebase.Rebasing;
import jakarta.enterprise.context.ApplicationScoped;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a staged patch out of findings, of all platforms together. May be repeated: a later try replaces an earlier one's tags. */
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
    private final Rebasing rebasing;
    private final Grafting grafting;
    private final PlatformPatcher platforms;
    private final Clock clock;

    Patcher(
            PatchEngine engine,
            StagingArea area,
            Rebasing rebasing,
            Grafting grafting,
            PlatformPatcher platforms,
            Clock clock) {
        this.engine = engine;
        this.area = area;
        this.rebasing = rebasing;
        this.grafting = grafting;
        this.platforms = platforms;
        this.clock = clock;
    }

    /** A staged patch, and the sentence about what was left out of it, if anything was. */
    record Result(StagedPatch patch, Optional<String> leftOut) {}

    /** What a patch of these findings puts into the staging repository, at whatever point it was left. */
    StagingRemoval traces(UUID id, VulnsFound found) {
        List<Tag> tags = new ArrayList<>();
        for (PlatformFindings platform : found.platforms()) {
            tags.add(StagedPatch.rawTag(id, platform));
            tags.add(StagedPatch.patchTag(id, platform));
        }
        return new StagingRemoval(area.of(found.site()), tags);
    }

    /** By what means these platforms are to be patched, as it is now. */
    Means means(VulnsFound found) {
        return means(found, rebasing.plan(found));
    }

    /** The same where none can be put on a newer build of its base. */
    Means meansWithoutBase(VulnsFound found) {
        return means(found, Map.of());
    }

    private Means means(VulnsFound found, Map<Digest, RebasePlan> rebases) {
        Map<Digest, Failure> unrunnable = new HashMap<>();
        for (PlatformFindings platform : found.toPatch()) {
            if (!rebases.containsKey(platform.manifest())) {
                engine.unrunnable(platform.platform())
                        .ifPresent(why -> unrunnable.put(
                                platform.manifest(),
                                Failure.of(
                                        ReasonCode.PLATFORM_NOT_RUNNABLE,
                                        "patching " + found.source().name() + ": " + why)));
            }
        }
        return new Means(rebases, unrunnable);
    }

    /**
     * What the engine need not make.
     *
     * @throws dev.cssc.common.job.AwaitedException where it is being made for another image right now
     */
    Prepared prepared(UUID id, VulnsFound found, Means means) {
        return new Prepared(
                means, grafting.plan(id, found, means.ofEngine(found), engine.name(), area.of(found.site())));
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
        Instant created = clock.instant();
        RawManifest source =
                area.manifest(found.source().repository(), found.source().digest());
        boolean isIndex = MediaType.isIndex(source.mediaType());
        Optional<RawManifest> whole = isIndex ? Optional.empty() : Optional.of(source);
        PlatformOutcomes outcomes = PlatformOutcomes.of(
                found,
                platform -> prepared.unrunnable(platform.manifest()),
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

    private Outcome outcome(
            UUID id,
            VulnsFound found,
            PlatformFindings platform,
            Optional<RawManifest> source,
            Prepared prepared,
            Instant created) {
        try {
            RawManifest manifest =
                    source.orElseGet(() -> area.manifest(found.source().repository(), platform.manifest()));
            return platforms.patch(new PlatformPatcher.Part(id, found, platform, manifest, created), prepared);
        } catch (FailureException e) {
            if (OF_ONE_PLATFORM.contains(e.failure().reason())) {
                return new Outcome.LeftAlone(e.failure());
            }
            throw e;
        }
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
