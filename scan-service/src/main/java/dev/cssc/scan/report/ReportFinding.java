package dev.cssc.scan.report;

import dev.cssc.common.event.Severity;

import java.util.Optional;

/**
 * One vulnerability in one package, or a security update of which the engine does not know what it fixes.
 *
 * @param vulnerability its id; absent where the engine knows of an update but not of ids
 * @param severity as the engine rates it; {@code UNKNOWN} without an id
 * @param packageName binary package
 * @param installed version in the image
 * @param fixed version that has the fix; absent where there is none yet
 */
public record ReportFinding(
        Optional<String> vulnerability,
        Severity severity,
        String packageName,
        String installed,
        Optional<String> fixed) {}
