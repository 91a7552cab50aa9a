package dev.cssc.scan.engine;

import dev.cssc.common.event.Severity;

import java.util.Optional;

/**
 * A finding for which there is no fixed version, or none that can be installed.
 *
 * @param name binary package
 * @param installed version in the image
 * @param vulnerability its id, where the engine knows ids
 * @param severity as the engine rates it
 */
public record UnfixedFinding(String name, String installed, Optional<String> vulnerability, Severity severity) {}
