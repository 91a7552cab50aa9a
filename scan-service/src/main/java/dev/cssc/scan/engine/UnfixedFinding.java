package dev.cssc.scan.engine;

import java.util.Optional;

/**
 * A finding for which there is no fixed version, or none that can be installed.
 *
 * @param name binary package
 * @param installed version in the image
 * @param vulnerability its id, where the engine knows ids
 */
public record UnfixedFinding(String name, String installed, Optional<String> vulnerability) {}
