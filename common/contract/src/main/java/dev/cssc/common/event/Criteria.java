package dev.cssc.common.event;

import dev.cssc.common.image.Platform;

import java.util.List;
import java.util.Optional;

/**
 * By what an image is judged, as its policy wants it: which findings count, and on which platforms. What does not count is no reason to
 * patch; it is fixed all the same where a package is raised for another reason.
 *
 * @param minimumSeverity findings below it do not count; every severity counts where empty
 * @param ignored vulnerabilities that do not count
 * @param platforms the platforms of an index that are judged; all where empty
 */
public record Criteria(
        Optional<Severity> minimumSeverity, List<IgnoredVulnerability> ignored, List<Platform> platforms) {
    /** Every finding on every platform counts; what ACR does. */
    public static final Criteria NONE = new Criteria(Optional.empty(), List.of(), List.of());

    public Criteria {
        ignored = List.copyOf(ignored);
        platforms = List.copyOf(platforms);
    }
}
