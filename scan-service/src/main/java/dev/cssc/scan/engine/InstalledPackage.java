package dev.cssc.scan.engine;

import java.util.Optional;

/**
 * One installed package, with all that matching it against advisories needs.
 *
 * @param name binary package
 * @param version in the package manager's own form: {@code [epoch:]version[-release]}
 * @param architecture as the package manager calls it; empty where unknown
 * @param sourceName source package; the binary name where unknown
 * @param sourceVersion version of the source package; the binary version where unknown
 * @param module RPM's modularity label, without which advisories for modular packages do not match
 * @param origin Trivy's class of the package's repository, {@code official} or {@code third-party}; the latter's packages are matched with
 *     nothing
 */
public record InstalledPackage(
        String name,
        String version,
        String architecture,
        String sourceName,
        String sourceVersion,
        Optional<String> module,
        Optional<String> origin) {

    /** A package without module, of unknown origin. */
    public InstalledPackage(String name, String version, String architecture, String sourceName, String sourceVersion) {
        this(name, version, architecture, sourceName, sourceVersion, Optional.empty(), Optional.empty());
    }
}
