package dev.cssc.scan.engine;

import dev.cssc.common.event.Scanner;

import java.util.Optional;

/** Something that finds out what is installed in an image and what of it has a fix. */
public interface ScanEngine extends AutoCloseable {

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

    /**
     * Who would judge an image now, and with what knowledge: outcomes under an equal scanner need no second look. Empty where only a scan
     * itself can tell, as with package repositories that have to be read first, or where there is no knowledge yet. Cheap.
     */
    default Optional<Scanner> knowledge() {
        return Optional.empty();
    }

    /** What of its configuration decides its answers beside its knowledge: outcomes under other options need a second look. */
    default String options() {
        return "";
    }

    /** What judges inventories without their images; empty where the engine has to see the image. */
    default Optional<InventoryMatcher> matcher() {
        return Optional.empty();
    }

    /** What it reads of an image's file system, as it is now; empty where that is not known, so that it has to see each image. */
    default Optional<PackageSources> sources() {
        return Optional.empty();
    }

    /** Why it cannot work on this machine, in a sentence; empty where its program is there. */
    Optional<String> missing();

    /** Ends what it keeps running beside scans, if anything. */
    @Override
    default void close() {}
}
