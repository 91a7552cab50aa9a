package dev.cssc.common.event;

/** What is told of an image on its way, or of the run that it belongs to. */
public sealed interface ImageEvent extends Event
        permits ImageDue, VulnsFound, PatchStaged, PatchVerified, Patched, ImageStatus, RunCancelled {

    /** The run that this event belongs to. */
    String run();

    /** {@code registry/repository:tag} of the source, so that all of one image stays in order; the run for whole-run events. */
    @Override
    String key();
}
