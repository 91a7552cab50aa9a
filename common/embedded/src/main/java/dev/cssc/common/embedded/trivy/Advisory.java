package dev.cssc.common.embedded.trivy;

import dev.cssc.common.event.Severity;

import java.util.Optional;

/**
 * A distribution's statement about one vulnerability in one source package.
 *
 * @param distribution and release as Trivy's database names them, for example {@code debian 12}
 * @param sourcePackage the source package
 * @param id for example {@code CVE-2026-42496}
 * @param fixed version of the source package that mends it; empty where none does yet
 * @param severity how bad it is
 */
public record Advisory(
        String distribution, String sourcePackage, String id, Optional<String> fixed, Severity severity) {

    /** Debian 12, as Trivy's database names it. */
    public static final String DEBIAN_12 = "debian 12";

    /** A vulnerability of Debian 12 that nothing mends yet. */
    public static Advisory unfixed(String sourcePackage, String id, Severity severity) {
        return new Advisory(DEBIAN_12, sourcePackage, id, Optional.empty(), severity);
    }

    /** A vulnerability of Debian 12 that this version of the source package mends. */
    public static Advisory fixed(String sourcePackage, String id, String version, Severity severity) {
        return new Advisory(DEBIAN_12, sourcePackage, id, Optional.of(version), severity);
    }
}
