package dev.cssc.common.embedded;

import java.util.List;
import java.util.Map;

/**
 * How a container of an image starts, in the terms of the OCI image configuration.
 *
 * @param entrypoint what is always run
 * @param cmd its default arguments
 * @param env {@code NAME=value} each
 * @param user user, or user and group
 * @param workingDirectory where it starts
 * @param exposedPorts {@code port/protocol} each
 * @param volumes paths outside the image's own file system
 * @param labels free annotations
 */
public record ImageConfig(
        List<String> entrypoint,
        List<String> cmd,
        List<String> env,
        String user,
        String workingDirectory,
        List<String> exposedPorts,
        List<String> volumes,
        Map<String, String> labels) {
    /** Nothing set. */
    public static final ImageConfig EMPTY =
            new ImageConfig(List.of(), List.of(), List.of(), "", "", List.of(), List.of(), Map.of());

    public ImageConfig {
        entrypoint = List.copyOf(entrypoint);
        cmd = List.copyOf(cmd);
        env = List.copyOf(env);
        exposedPorts = List.copyOf(exposedPorts);
        volumes = List.copyOf(volumes);
        labels = Map.copyOf(labels);
    }
}
