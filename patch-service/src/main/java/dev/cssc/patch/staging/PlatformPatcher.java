package dev.cssc.patch.staging;

import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.process.WorkDirectories;
import dev.cssc.common.registry.RawManifest;
import dev.cssc.patch.engine.PatchEngine;
import dev.cssc.patch.engine.PatchRequest;
import dev.cssc.patch.engine.PatchedLayers;
import dev.cssc.patch.graft.Graft;
import dev.cssc.patch.graft.Grafting;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.meter.Step;
import dev.cssc.patch.rebase.RebasePlan;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Makes one platform's part of a staged patch: on a newer base, with layers that another patch has, or by the engine. */
@ApplicationScoped
class PlatformPatcher {
    private final PatchEngine engine;
    private final StagingArea area;
    private final WorkDirectories directories;
    private final RebaseStage rebaseStage;
    private final Grafting grafting;
    private final PatchMeters meters;

    PlatformPatcher(
            PatchEngine engine,
            StagingArea area,
            WorkDirectories directories,
            RebaseStage rebaseStage,
            Grafting grafting,
            PatchMeters meters) {
        this.engine = engine;
        this.area = area;
        this.directories = directories;
        this.rebaseStage = rebaseStage;
        this.grafting = grafting;
        this.meters = meters;
    }

    /**
     * One platform's part of a patch that is to be made.
     *
     * @param patch the patch's identity
     * @param found what was found in the whole image
     * @param platform what was found in this part of it
     * @param manifest the part's manifest in the source
     * @param created when the patch counts as made
     */
    record Part(UUID patch, VulnsFound found, PlatformFindings platform, RawManifest manifest, Instant created) {
        Repository repository() {
            return found.source().repository();
        }

        /** What the engine made of it, before it is sealed. */
        Tag raw() {
            return StagedPatch.rawTag(patch, platform);
        }

        /** The part as it is judged. */
        Tag tag() {
            return StagedPatch.patchTag(patch, platform);
        }
    }

    /**
     * Makes and stages it; by the engine, which has to work here then, where it is prepared in no other way.
     *
     * @param prepared what the engine need not make
     * @throws FailureException where it cannot be made
     * @throws RebaseStage.LostBaseException where it was to be put on a base that is gone
     */
    Outcome.Done patch(Part part, Prepared prepared) {
        Repository staging = area.of(part.found().site());
        PlatformFindings platform = part.platform();
        ImageContent source = area.image(part.repository(), part.manifest());
        // What an attempt that was cut short left there must not be taken for this one's result, nor stay behind
        // without a tag.
        area.remove(staging, part.raw());
        area.remove(staging, part.tag());
        Optional<RebasePlan> rebase = prepared.rebase(platform.manifest());
        if (rebase.isPresent()) {
            return rebaseStage.staged(
                    part.found(), platform, source, rebase.get(), engine.name(), part.tag(), part.created());
        }
        Optional<Graft> graft = prepared.graft(platform.manifest());
        if (graft.isPresent() && area.takeOver(graft.get(), staging)) {
            return grafted(part, source, graft.get(), staging);
        }
        graft.ifPresent(gone -> grafting.lost(platform, gone));
        return made(part, source, staging);
    }

    private Outcome.Done grafted(Part part, ImageContent source, Graft graft, Repository staging) {
        SealedImage sealed = SealedImage.of(
                source,
                graft,
                LineageNotes.of(part.found(), graft, engine.name(), part.created()),
                part.created(),
                LineageNotes.deed(engine.name(), graft.raised()));
        store(sealed, part, staging);
        grafting.grafted(part.platform(), graft);
        StagedPlatform staged = new StagedPlatform(
                part.platform().platform(), source.digest(), sealed.manifest().digest(), graft.raised());
        return new Outcome.Done(
                new StagedPart(
                        staged, part.tag(), graft.unavailable(), sealed.addedBytes(), Optional.of(graft.patched())),
                sealed.manifest());
    }

    private Outcome.Done made(Part part, ImageContent source, Repository staging) {
        try (WorkDirectories.Held directory = directories.create()) {
            PatchRequest request = new PatchRequest(
                    part.found().source(),
                    part.manifest().digest(),
                    part.platform().platform(),
                    part.platform().os(),
                    part.platform().packages(),
                    staging,
                    part.raw(),
                    directory.path());
            PatchedLayers layers = meters.timed(Step.ENGINE, () -> engine.patch(request));
            SealedImage sealed = meters.timed(Step.SEAL, () -> sealed(part, source, staging, layers));
            store(sealed, part, staging);
            StagedPlatform staged = new StagedPlatform(
                    part.platform().platform(),
                    source.digest(),
                    sealed.manifest().digest(),
                    layers.raised());
            return new Outcome.Done(
                    new StagedPart(staged, part.tag(), layers.unavailable(), sealed.addedBytes(), Optional.empty()),
                    sealed.manifest());
        } finally {
            // A crash before this leaves the raw manifest; the removal of the patch's traces names its tag too.
            area.removeQuietly(staging, part.raw());
        }
    }

    private SealedImage sealed(Part part, ImageContent source, Repository staging, PatchedLayers layers) {
        return SealedImage.of(
                source,
                area.image(staging, area.manifest(staging, layers.manifest())),
                LineageNotes.of(part.found(), layers.raised(), engine.name(), part.created()),
                part.created(),
                LineageNotes.deed(engine.name(), layers.raised()));
    }

    private void store(SealedImage sealed, Part part, Repository staging) {
        meters.timed(Step.STAGE, () -> {
            area.store(sealed, part.repository(), staging, part.tag());
            return part.tag();
        });
    }
}
