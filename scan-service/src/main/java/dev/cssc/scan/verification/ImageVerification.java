package dev.cssc.scan.verification;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.Verification;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.scan.verification.StagedVerification.Judgement;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The answer about a staged image of one platform or several. It is published as a whole or not at all: one platform that would be worse
 * refuses all of them, one that would only be no better does not, as long as another is and the policy does not want all platforms or none.
 * Platforms that were not patched have no part in it: whether the others may be published without them was decided before.
 *
 * @param platforms the answer a platform; at least one
 * @param criteria by what it was judged
 */
public record ImageVerification(List<Judgement> platforms, Criteria criteria) {

    /** @throws IllegalArgumentException without any platform */
    public ImageVerification {
        platforms = List.copyOf(platforms);
        if (platforms.isEmpty()) {
            throw new IllegalArgumentException("no platform, hence no verification");
        }
    }

    /** Why it may not be published; empty where it may. */
    public Optional<ReasonCode> refusal() {
        if (platforms.stream()
                .anyMatch(p -> p.refusal()
                        .filter(ReasonCode.VERIFICATION_REFUSED::equals)
                        .isPresent())) {
            return Optional.of(ReasonCode.VERIFICATION_REFUSED);
        }
        if (incompleteByItself()) {
            return Optional.of(ReasonCode.PATCH_INCOMPLETE);
        }
        boolean all = criteria.wantsAllPlatforms();
        if (all
                ? !platforms.stream().allMatch(ImageVerification::better)
                : platforms.stream().noneMatch(ImageVerification::better)) {
            return Optional.of(ReasonCode.NO_IMPROVEMENT);
        }
        return remaining() > 0 && !criteria.acceptsPartial()
                ? Optional.of(ReasonCode.PATCH_INCOMPLETE)
                : Optional.empty();
    }

    /** A rebase that leaves anything is refused whatever the policy says of partial patches. */
    private boolean incompleteByItself() {
        return platforms.stream()
                .anyMatch(p ->
                        p.refusal().filter(ReasonCode.PATCH_INCOMPLETE::equals).isPresent());
    }

    private static boolean better(Judgement platform) {
        return platform.refusal().isEmpty();
    }

    /** The answers as they are told. */
    public List<Verification> verifications() {
        boolean accepted = refusal().isEmpty();
        return platforms.stream()
                .map(Judgement::verification)
                .map(v -> accepted ? withoutObjections(v) : v)
                .toList();
    }

    /** A sentence for a person: what stands against it, or what remains and why; empty where there is nothing to say. */
    public Optional<String> sentence() {
        Optional<ReasonCode> refusal = refusal();
        if (refusal.isEmpty()) {
            return remaining() == 0 ? Optional.empty() : Optional.of("accepted although " + remains());
        }
        if (refusal.get() == ReasonCode.PATCH_INCOMPLETE && !incompleteByItself()) {
            return Optional.of("the policy wants all or nothing, and " + remains());
        }
        return Optional.of(platforms.stream()
                .map(Judgement::verification)
                .flatMap(v -> v.objections().stream().map(objection -> v.platform() + ": " + objection))
                .collect(Collectors.joining("; ")));
    }

    private int remaining() {
        return platforms.stream().mapToInt(Judgement::remaining).sum();
    }

    private String remains() {
        int remaining = remaining();
        String why = platforms.stream()
                .map(Judgement::verification)
                .flatMap(v -> v.why().map(sentence -> v.platform() + ": " + sentence).stream())
                .collect(Collectors.joining("; "));
        return remaining + (remaining == 1 ? " target remains: " : " targets remain: ") + why;
    }

    private static Verification withoutObjections(Verification v) {
        return new Verification(v.platform(), v.staged(), v.fixed(), v.remaining(), v.added(), List.of(), v.why());
    }
}
