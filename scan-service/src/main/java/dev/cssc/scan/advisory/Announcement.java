package dev.cssc.scan.advisory;

import dev.cssc.common.event.BecameFixable;
import dev.cssc.common.event.BecameFixable.Affected;
import dev.cssc.common.event.Scanner;

import java.util.Collection;

/**
 * That an image became fixable, as it waits to be told; pure.
 *
 * @param number rises with each
 * @param affected the image
 */
record Announcement(long number, Affected affected) {

    /** One event that tells all of these, worst first. */
    static BecameFixable event(String workflow, Scanner scanner, Collection<Announcement> announcements) {
        return new BecameFixable(
                workflow,
                scanner,
                announcements.stream().map(Announcement::affected).toList());
    }

    /** What tells an event with these apart from another one about the same image by the same scanner: the same row is told once. */
    static int attempt(Collection<Announcement> announcements) {
        long first =
                announcements.stream().mapToLong(Announcement::number).min().orElse(1);
        return (int) (1 + (first - 1) % Integer.MAX_VALUE);
    }
}
