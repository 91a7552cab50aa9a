package dev.cssc.patch.staging;

import dev.cssc.common.event.Criteria;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.PlatformFindings;
import dev.cssc.common.event.VulnsFound;
import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import dev.cssc.common.image.Digest;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of the platforms of one image that have packages to raise, in their order. Pure: how one is patched is the caller's.
 *
 * @param found what was asked for
 * @param byPlatform the outcome a platform
 */
record PlatformOutcomes(VulnsFound found, Map<PlatformFindings, Outcome> byPlatform) {

    /**
     * Patches one platform after the other. Where the policy wants all platforms or none, the first that cannot be patched ends it, and what
     * is known beforehand ends it before any work.
     *
     * @param whyNot why a platform cannot be patched, as far as that is known beforehand
     * @param patch patches a platform
     * @throws dev.cssc.common.failure.FailureException where the policy has it so, or where no platform could be patched
     */
    static PlatformOutcomes of(
            VulnsFound found,
            Function<PlatformFindings, Optional<Failure>> whyNot,
            Function<PlatformFindings, Outcome> patch) {
        boolean all = found.criteria().orElse(Criteria.NONE).wantsAllPlatforms();
        List<PlatformFindings> wanted = found.toPatch();
        Map<PlatformFindings, Failure> known = new HashMap<>();
        for (PlatformFindings platform : wanted) {
            whyNot.apply(platform).ifPresent(why -> known.put(platform, endedBy(why, all)));
        }
        Map<PlatformFindings, Outcome> outcomes = new LinkedHashMap<>();
        for (PlatformFindings platform : wanted) {
            Outcome outcome =
                    known.containsKey(platform) ? new Outcome.LeftAlone(known.get(platform)) : patch.apply(platform);
            if (outcome instanceof Outcome.LeftAlone(Failure why)) {
                endedBy(why, all);
            }
            outcomes.put(platform, outcome);
        }
        PlatformOutcomes result = new PlatformOutcomes(found, outcomes);
        if (result.done().isEmpty()) {
            throw result.failure().toException();
        }
        return result;
    }

    private static Failure endedBy(Failure why, boolean all) {
        if (all) {
            throw new Failure(
                            why.reason(),
                            "the policy wants all platforms or none (multi-platform), and " + why.detail(),
                            why.retry())
                    .toException();
        }
        return why;
    }

    /** What was patched. */
    List<Outcome.Done> done() {
        return byPlatform.values().stream()
                .filter(Outcome.Done.class::isInstance)
                .map(Outcome.Done.class::cast)
                .toList();
    }

    /** Why the others were not, by manifest. */
    Map<Digest, Failure> leftAlone() {
        Map<Digest, Failure> failures = new LinkedHashMap<>();
        byPlatform.forEach((platform, outcome) -> {
            if (outcome instanceof Outcome.LeftAlone(Failure why)) {
                failures.put(platform.manifest(), why);
            }
        });
        return failures;
    }

    /** Why none was patched. A fix that is still to come is named before what stays so: the image is looked at again because of it. */
    private Failure failure() {
        List<Failure> failures = List.copyOf(leftAlone().values());
        if (failures.isEmpty()) {
            return Failure.of(
                    ReasonCode.NOTHING_TO_PATCH, "patching " + found.source().name() + ": no package to raise");
        }
        Failure first = failures.stream()
                .filter(why -> why.reason() == ReasonCode.FIXED_VERSION_UNAVAILABLE)
                .findFirst()
                .orElseGet(failures::getFirst);
        String details = failures.stream().map(Failure::detail).distinct().collect(Collectors.joining("; "));
        return new Failure(first.reason(), details, first.retry());
    }

    /** Which packages of patched platforms were not raised, in a sentence; empty where all were. */
    Optional<String> notRaised() {
        String sentences = byPlatform.entrySet().stream()
                .flatMap(entry -> entry.getValue() instanceof Outcome.Done done
                                && !done.part().unavailable().isEmpty()
                        ? Stream.of(entry.getKey().platform() + ": no fixed version yet of "
                                + done.part().unavailable().stream()
                                        .map(PackageUpgrade::name)
                                        .collect(Collectors.joining(", ")))
                        : Stream.empty())
                .collect(Collectors.joining("; "));
        return sentences.isEmpty() ? Optional.empty() : Optional.of(sentences);
    }
}
