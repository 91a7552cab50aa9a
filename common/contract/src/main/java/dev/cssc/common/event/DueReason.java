package dev.cssc.common.event;

/** Why an image is to be judged now. */
public enum DueReason {
    /** The workflow's schedule came round. */
    SCHEDULED,
    /** A person or program asked for it. */
    MANUAL,
    /** The source tag was pushed. */
    PUSHED,
    /** A new advisory concerns a package of the image. */
    ADVISORY
}
