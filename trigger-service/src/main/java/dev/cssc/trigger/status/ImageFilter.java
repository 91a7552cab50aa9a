package dev.cssc.trigger.status;

import java.time.Instant;
import java.util.Optional;

/**
 * Which images a list shows. Of each image the newest run in the window counts, as in ACR.
 *
 * @param workflow only runs of this workflow
 * @param registry only images of this registry
 * @param ownWorkflows only runs of workflows, not those of other producers
 * @param status only images whose newest run stands so
 * @param since only runs that began then or later
 */
public record ImageFilter(
        Optional<String> workflow,
        Optional<String> registry,
        boolean ownWorkflows,
        Optional<RunStatus> status,
        Instant since) {}
