package dev.cssc.common.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A child process to run.
 *
 * @param argv program and arguments, handed over as they are; no shell interprets them, and no secret belongs in them
 * @param environment the child's whole environment; nothing is inherited but {@code PATH}, {@code LANG} and what stands here
 * @param directory working directory
 * @param timeout how long it may take; then its process group is ended, first politely
 * @param outputLimit most bytes kept of standard output and, separately, of standard error; a child that writes more is ended
 */
public record Command(
        List<String> argv, Map<String, String> environment, Path directory, Duration timeout, long outputLimit) {
    public Command {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
    }
}
