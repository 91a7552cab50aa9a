package dev.cssc.patch.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.PinnedImage;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A patch as an operator sees it.
 *
 * @param id its identity
 * @param state {@code STAGED} (waits for its verification), {@code ACCEPTED} (is being published), {@code PUBLISHED}, {@code RETIRED}
 *     (removed, as newer ones are there), {@code REFUSED} or {@code DROPPED}
 * @param image the source, {@code registry/repository:tag}
 * @param source the digest that was patched
 * @param site the repository in which it is published, or is to be: the source's own where its policy has no target
 * @param tag what it is published under; absent where it is not
 * @param digest what that tag points to, or is to point to
 * @param convention how it is named
 * @param staging the repository in which it waited
 * @param engine what made it
 * @param database the knowledge it was made from
 * @param run the run that asked for it
 * @param workflow the run's workflow
 * @param seconds wall seconds a step: {@code patch} (patching and staging) and, once it is published, {@code promote}
 * @param addedBytes compressed size of the layers that were added, over all platforms
 * @param grafted whether layers were taken over from a patch of another image
 * @param rebased whether an image was put on a newer build of its base
 * @param stagedAt when it was staged
 * @param endedAt when it was published, refused or dropped; absent while it waits
 * @param retiredAt when it was removed; absent where it was not
 * @param stays why it is there although enough newer ones are, a reason code; absent where nothing is known to keep it
 * @param remark the same in words, or what was left of it at its removal; absent where there is nothing to say
 * @param platforms what was done on each; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record PatchView(
        UUID id,
        String state,
        String image,
        Digest source,
        String site,
        Optional<String> tag,
        Digest digest,
        String convention,
        String staging,
        String engine,
        String database,
        String run,
        String workflow,
        Map<String, Double> seconds,
        long addedBytes,
        boolean grafted,
        boolean rebased,
        Instant stagedAt,
        Optional<Instant> endedAt,
        Optional<Instant> retiredAt,
        Optional<String> stays,
        Optional<String> remark,
        Optional<List<PatchedPlatform>> platforms) {

    /** The patch of a row. */
    static PatchView of(PatchRow row, boolean whole) {
        return new PatchView(
                row.id(),
                row.state(),
                new PinnedImage(row.repositoryOfSource(), row.tagOfSource(), new Digest(row.sourceDigest())).name(),
                new Digest(row.sourceDigest()),
                row.publishedIn().toString(),
                row.publishedTag(),
                new Digest(row.publishes()),
                row.convention(),
                row.staging(),
                row.engine(),
                row.databaseId(),
                row.run(),
                row.workflow(),
                row.promoteSeconds()
                        .map(promote -> Map.of("patch", row.patchSeconds(), "promote", promote))
                        .orElseGet(() -> Map.of("patch", row.patchSeconds())),
                row.addedBytes(),
                row.staged().stream().anyMatch(part -> part.graft().isPresent()),
                row.staged().stream().anyMatch(part -> part.staged().rebase().isPresent()),
                row.stagedAt(),
                row.endedAt(),
                row.retiredAt(),
                row.staysReason(),
                Optional.of(row.stays()).filter(text -> !text.isEmpty()),
                whole ? Optional.of(row.platforms()) : Optional.empty());
    }
}
