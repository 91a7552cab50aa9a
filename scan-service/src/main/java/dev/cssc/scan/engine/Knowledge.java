package dev.cssc.scan.engine;

import dev.cssc.common.event.Scanner;

/**
 * All that a judgement depends on beside the packages.
 *
 * @param scanner who judges, by which database
 * @param options what of the engine's configuration decides its answers; another choice is another judgement
 */
public record Knowledge(Scanner scanner, String options) {}
