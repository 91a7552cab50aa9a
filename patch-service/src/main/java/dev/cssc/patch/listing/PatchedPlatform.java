package dev.cssc.patch.listing;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Rebase;
import dev.cssc.common.event.Verification;
import dev.cssc.common.image.Digest;
import dev.cssc.common.image.Platform;
import dev.cssc.patch.staging.StagedPart;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.util.List;
import java.util.Optional;

/**
 * One platform of a patch.
 *
 * @param platform which
 * @param source the source's manifest of it
 * @param patched the patched manifest
 * @param raised packages that were raised, with what that is to fix
 * @param unavailable packages that could not be, because no repository held their fixed version
 * @param fixed those of which the judge found nothing any more; absent while it was not judged, and of patches of before that was kept
 * @param remaining those in which the judge found something still; absent as {@code fixed} is
 * @param addedBytes compressed size of the layers that were added
 * @param graft the patched manifest of another image whose layers were taken over; absent where they were not
 * @param rebase from which build of its base to which the image was put; absent where layers were only added
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record PatchedPlatform(
        Platform platform,
        Digest source,
        Digest patched,
        List<PackageUpgrade> raised,
        List<PackageUpgrade> unavailable,
        Optional<List<PackageUpgrade>> fixed,
        Optional<List<PackageUpgrade>> remaining,
        long addedBytes,
        Optional<Digest> graft,
        Optional<Rebase> rebase) {

    /** What was staged with what was judged of it. */
    static PatchedPlatform of(StagedPart part, List<Verification> verifications) {
        Optional<Verification> judged = verifications.stream()
                .filter(verification ->
                        verification.staged().equals(part.staged().staged()))
                .findFirst();
        return new PatchedPlatform(
                part.staged().platform(),
                part.staged().source(),
                part.staged().staged(),
                part.staged().targets(),
                part.unavailable(),
                judged.map(Verification::fixed),
                judged.map(Verification::remaining),
                part.addedBytes(),
                part.graft(),
                part.staged().rebase());
    }
}
