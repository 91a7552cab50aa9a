package dev.cssc.scan.engine;

import java.util.Optional;

/** Something that finds out what is installed in an image and what of it has a fix. */
public interface ScanEngine {

    /** Its name in configuration, events and status. */
    String name();

    /**
     * Scans one platform's image; blocks until it is done or out of time.
     *
     * <p>Having no basis for an answer is never an answer: an unreadable report, an empty package list, a listing that could not be
     * fetched are failures.
     *
     * @throws dev.cssc.common.failure.FailureException where there is no outcome; its retry says whether a later try may have one
     */
    ScanOutcome scan(ScanRequest request);

    /** Why it cannot work on this machine, in a sentence; empty where its program is there. */
    Optional<String> missing();
}
