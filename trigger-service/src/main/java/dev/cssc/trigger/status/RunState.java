package dev.cssc.trigger.status;

/** How far a run is. */
public enum RunState {
    /** Its images are being found, or not all of them have come to an end. */
    RUNNING,
    /** All of its images have come to an end; there may be none. */
    FINISHED,
    /** Its images could not be found out. */
    FAILED
}
