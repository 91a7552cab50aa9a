package dev.cssc.scan.engine.packagemanager;

import dev.cssc.common.version.RpmVersion;

import java.util.Optional;

/**
 * A package with version as dnf writes it, {@code name-[epoch:]version-release.architecture}.
 *
 * @param version {@code [epoch:]version-release}, without an epoch of zero
 */
record RpmPackageName(String name, String version, String architecture) {

    /** Reads it, with or without a file name's ending; empty where it is none. */
    static Optional<RpmPackageName> parse(String text) {
        String nevra = text.endsWith(".rpm") ? text.substring(0, text.length() - ".rpm".length()) : text;
        int arch = nevra.lastIndexOf('.');
        int release = arch < 0 ? -1 : nevra.lastIndexOf('-', arch);
        int version = release < 1 ? -1 : nevra.lastIndexOf('-', release - 1);
        if (version < 1 || release == version + 1 || arch == nevra.length() - 1) {
            return Optional.empty();
        }
        return Optional.of(new RpmPackageName(
                nevra.substring(0, version),
                RpmVersion.normalised(nevra.substring(version + 1, arch)),
                nevra.substring(arch + 1)));
    }
}
