package dev.cssc.scan.report;

import dev.cssc.common.event.OperatingSystem;
import dev.cssc.common.event.PackageUpgrade;
import dev.cssc.common.event.Scanner;
import dev.cssc.common.event.Severity;
import dev.cssc.common.image.Digest;
import dev.cssc.scan.engine.UnfixedFinding;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found in one platform's image, whichever engine looked.
 *
 * @param manifest the image
 * @param images where it is known to be, {@code registry/repository@digest}; may be empty
 * @param os distribution and release
 * @param endOfLife whether the engine says that the release gets no security updates any more
 * @param packages how many are installed
 * @param inventory identity of the package list
 * @param scanner who looked, and with what knowledge
 * @param at when
 * @param findings the gravest first
 */
public record Report(
        Digest manifest,
        List<String> images,
        OperatingSystem os,
        boolean endOfLife,
        int packages,
        Digest inventory,
        Scanner scanner,
        Instant at,
        List<ReportFinding> findings) {

    private static final Comparator<ReportFinding> ORDER = Comparator.comparing(ReportFinding::severity)
            .reversed()
            .thenComparing(ReportFinding::packageName)
            .thenComparing(f -> f.vulnerability().orElse(""));

    public Report {
        images = List.copyOf(images);
        findings = findings.stream().sorted(ORDER).toList();
    }

    /** The findings of a scan, one a vulnerability and package. */
    public static List<ReportFinding> findings(List<PackageUpgrade> fixable, List<UnfixedFinding> unfixed) {
        return Stream.concat(
                        fixable.stream().flatMap(Report::fixable),
                        unfixed.stream()
                                .map(f -> new ReportFinding(
                                        f.vulnerability(), f.severity(), f.name(), f.installed(), Optional.empty())))
                .toList();
    }

    private static Stream<ReportFinding> fixable(PackageUpgrade upgrade) {
        Optional<String> fixed = Optional.of(upgrade.fixed());
        return upgrade.vulnerabilities().isEmpty()
                ? Stream.of(new ReportFinding(
                        Optional.empty(), Severity.UNKNOWN, upgrade.name(), upgrade.installed(), fixed))
                : upgrade.vulnerabilities().stream()
                        .map(v -> new ReportFinding(
                                Optional.of(v.id()), v.severity(), upgrade.name(), upgrade.installed(), fixed));
    }

    /** A name for the image: the first place where it is known to be, else its digest. */
    String name() {
        return images.stream().findFirst().orElse(manifest.toString());
    }
}
