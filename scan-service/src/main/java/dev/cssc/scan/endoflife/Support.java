package dev.cssc.scan.endoflife;

import java.time.LocalDate;

/** Whether a release gets security updates on a day. */
public sealed interface Support {

    /** It does, up to and including that day. */
    record Until(LocalDate last) implements Support {}

    /** It does not any more; that was the last day. */
    record Ended(LocalDate last) implements Support {}

    /** It has no releases that end: the newest packages are all there is. */
    record Rolling() implements Support {}

    /** Nobody knows here, which is not the same as being supported. */
    record Unknown() implements Support {}
}
