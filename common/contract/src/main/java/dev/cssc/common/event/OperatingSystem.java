package dev.cssc.common.event;

import java.util.Set;

/**
 * @param family distribution in Trivy's words, for example {@code debian}
 * @param release for example {@code 12.15}
 */
public record OperatingSystem(String family, String release) {
    /** Their minor releases follow each other in one and the same repository, which any upgrade goes along with. */
    private static final Set<String> BY_MAJOR = Set.of(
            "debian", "redhat", "rhel", "centos", "alma", "almalinux", "rocky", "oracle", "ol", "amazon", "amzn");

    /** The same with the first two numbers; an image's release goes on with the day on which it was built. */
    private static final Set<String> BY_MINOR = Set.of("cbl-mariner", "mariner", "azurelinux");

    /**
     * True where both get their packages from the same repositories, whatever point release each has reached: Debian 12.5 and 12.15, Alpine
     * 3.19.1 and 3.19.4, but not 3.19 and 3.20. What is not known to have point releases has to be the very same.
     */
    public boolean isSameRelease(OperatingSystem other) {
        return family.equals(other.family) && line().equals(other.line());
    }

    private String line() {
        if (BY_MAJOR.contains(family)) {
            return leading(1);
        }
        if (BY_MINOR.contains(family)) {
            return leading(2);
        }
        // 3.22.0_alpha20250108 is Alpine's edge.
        return family.equals("alpine") && !release.contains("_") ? leading(2) : release;
    }

    private String leading(int numbers) {
        int end = -1;
        for (int i = 0; i < numbers; i++) {
            end = release.indexOf('.', end + 1);
            if (end < 0) {
                return release;
            }
        }
        return release.substring(0, end);
    }
}
