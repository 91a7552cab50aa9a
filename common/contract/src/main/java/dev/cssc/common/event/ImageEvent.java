package dev.cssc.common.event;

/** Anything that travels on a topic of the product. Each permitted record is one CloudEvents type and one JSON Schema. */
public sealed interface ImageEvent
        permits ImageDue, VulnsFound, PatchStaged, PatchVerified, Patched, ImageStatus, RunCancelled {

    /** The run that this event belongs to. */
    String run();

    /** The Kafka key: {@code registry/repository:tag} of the source, so that all of one image stays in order; the run for whole-run events. */
    String key();

    /** Which topic and CloudEvents type it is. */
    EventType type();
}
