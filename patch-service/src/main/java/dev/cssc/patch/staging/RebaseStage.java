package dev.cssc.patch.staging;

import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.StagedPlatform;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.common.registry.Descriptor;
import dev.cssc.patch.meter.PatchMeters;
import dev.cssc.patch.meter.Step;
import dev.cssc.patch.rebase.RebasePlan;
import dev.cssc.patch.rebase.Rebasing;
import jakarta.enterprise.context.ApplicationScoped;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lays an image aside that was put on a newer build of its base: no engine runs, and only the base's layers are copied. */
@ApplicationScoped
class RebaseStage {
    private final StagingArea area;
    private final Rebasing rebasing;
    private final PatchMeters meters;

    RebaseStage(StagingArea area, Rebasing rebasing, PatchMeters meters) {
        this.area = area;
        this.rebasing = rebasing;
        this.meters = meters;
    }

    /** One build with its layers, which are in the staging repository where it is the newer one. */
    private record Builds(ImageContent from, ImageContent to) {}

    /** A build cannot be had any more, so that the image has to go the usual way. */
    static final class LostBaseException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private LostBaseException(FailureException cause) {
            super(cause);
        }
    }

    /**
     * Stages it under the tag.
     *
     * @param engine that the service patches with, by which its patches are known
     * @throws LostBaseException where the base cannot be had any more
     */
    Outcome.Done staged(
            VulnsFound found,
            PlatformFindings platform,
            ImageContent source,
            RebasePlan plan,
            String engine,
            Tag tag,
            Instant created) {
        Repository staging = area.of(found.site());
        Builds builds = builds(platform, plan.rebase(), staging);
        SealedImage sealed = meters.timed(
                Step.SEAL,
                () -> SealedImage.rebased(
                        source,
                        builds.from(),
                        builds.to(),
                        LineageNotes.of(found, plan.rebase(), platform.packages(), engine, created),
                        created,
                        LineageNotes.deed(plan, platform.packages())));
        meters.timed(Step.STAGE, () -> {
            area.store(sealed, found.source().repository(), staging, tag);
            return tag;
        });
        rebasing.rebased(platform, plan);
        StagedPlatform staged = new StagedPlatform(
                platform.platform(),
                source.digest(),
                sealed.manifest().digest(),
                platform.packages(),
                Optional.of(plan.rebase()));
        return new Outcome.Done(
                new StagedPart(staged, tag, List.of(), newBytes(sealed, source), Optional.empty()), sealed.manifest());
    }

    private Builds builds(PlatformFindings platform, Rebase rebase, Repository staging) {
        try {
            ImageContent from = area.image(rebase.base(), area.manifest(rebase.base(), rebase.from()));
            ImageContent to = area.image(rebase.base(), area.manifest(rebase.base(), rebase.to()));
            meters.timed(Step.STAGE, () -> {
                area.copyLayers(rebase.base(), staging, to);
                return to;
            });
            return new Builds(from, to);
        } catch (FailureException e) {
            if (e.failure().reason() == ReasonCode.SHUTTING_DOWN) {
                throw e;
            }
            rebasing.lost(platform, e);
            throw new LostBaseException(e);
        }
    }

    /** Layers that both builds have are nothing that was added. */
    private static long newBytes(SealedImage sealed, ImageContent source) {
        Set<String> had = source.layers().stream()
                .map(layer -> layer.path("digest").asText())
                .collect(Collectors.toSet());
        return sealed.added().stream()
                .filter(layer -> !had.contains(layer.digest().value()))
                .mapToLong(Descriptor::size)
                .sum();
    }
}
