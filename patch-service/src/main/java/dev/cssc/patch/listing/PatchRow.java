package dev.cssc.patch.listing;

import dev.cssc.common.event.EventCodec;
import dev.cssc.common.event.Verification;
import dev.cssc.common.image.Repository;
import dev.cssc.common.image.Tag;
import dev.cssc.patch.staging.StagedPart;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The columns of a patch, as {@link PatchListing} reads them; {@code at} is by which it is ordered. */
@RegisterForReflection
record PatchRow(
        UUID id,
        String run,
        String workflow,
        String registry,
        String repository,
        String tag,
        String sourceDigest,
        String convention,
        Optional<String> site,
        String staging,
        String parts,
        Optional<String> verifications,
        String publishes,
        String engine,
        String databaseId,
        String state,
        Optional<String> publishedTag,
        long addedBytes,
        double patchSeconds,
        Optional<Double> promoteSeconds,
        Instant stagedAt,
        Optional<Instant> endedAt,
        Optional<Instant> retiredAt,
        Optional<String> staysReason,
        String stays,
        Instant at) {

    Repository repositoryOfSource() {
        return new Repository(registry, repository);
    }

    /** Where it is published, or is to be. */
    Repository publishedIn() {
        return site.map(Repository::parse).orElseGet(this::repositoryOfSource);
    }

    Tag tagOfSource() {
        return new Tag(tag);
    }

    List<StagedPart> staged() {
        return List.of(EventCodec.read(parts, StagedPart[].class));
    }

    List<PatchedPlatform> platforms() {
        List<Verification> judged = verifications
                .map(json -> List.of(EventCodec.read(json, Verification[].class)))
                .orElse(List.of());
        return staged().stream().map(part -> PatchedPlatform.of(part, judged)).toList();
    }
}
