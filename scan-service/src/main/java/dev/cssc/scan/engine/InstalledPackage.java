package dev.cssc.scan.engine;

/**
 * One installed package.
 *
 * @param name binary package
 * @param version in the package manager's own form
 * @param architecture as the package manager calls it; empty where unknown
 * @param sourceName source package; the binary name where unknown
 * @param sourceVersion version of the source package; the binary version where unknown
 */
public record InstalledPackage(
        String name, String version, String architecture, String sourceName, String sourceVersion) {}
