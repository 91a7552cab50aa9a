package dev.cssc.scan.engine.trivy;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.Severity;
import dev.cssc.scan.engine.InstalledPackage;

import java.util.List;
import java.util.Optional;

/**
 * What is taken from Trivy's JSON report ({@code SchemaVersion} 2).
 *
 * @param version Trivy's
 * @param digests digests under which the scanned image is known, for example {@code repository@sha256:…}
 * @param layers digests of the blobs that were analysed, in order; of a layer that Trivy knew already, the blob's that it knows it from
 * @param os distribution, where one was detected
 * @param endOfLife {@code Metadata.OS.EOSL}
 * @param packages of the results of class {@code os-pkgs}
 * @param findings of the same results
 */
record TrivyReport(
        String version,
        List<String> digests,
        List<String> layers,
        Optional<OperatingSystem> os,
        boolean endOfLife,
        List<InstalledPackage> packages,
        List<Finding> findings) {

    TrivyReport {
        digests = List.copyOf(digests);
        layers = List.copyOf(layers);
        packages = List.copyOf(packages);
        findings = List.copyOf(findings);
    }

    /**
     * One vulnerability in one package.
     *
     * @param fixed {@code FixedVersion}; for Debian and Ubuntu the version of the source package
     */
    record Finding(String id, String packageName, String installed, Optional<String> fixed, Severity severity) {}
}
