package dev.cssc.common.process;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A child process that is over, with all its descendants.
 *
 * @param ending how it ended
 * @param stdout file with standard output
 * @param stderr file with standard error
 * @param took wall time
 */
public record Ended(Ending ending, Path stdout, Path stderr, Duration took) {}
