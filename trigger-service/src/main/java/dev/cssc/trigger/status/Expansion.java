package dev.cssc.trigger.status;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.selection.Plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What a run's policy selected, gathered while the registries are read. Every image is kept, and of all else the first
 * {@value #SENTENCES} sentences with the counts of all; tags that nobody asks for are only counted. So its size is that of the images. For
 * one thread.
 */
public final class Expansion {
    /** Most sentences kept of each kind. */
    public static final int SENTENCES = 1_000;

    private final List<Plan.In> due = new ArrayList<>();
    private final List<Unselected> leftOut = new ArrayList<>();
    private final List<Unselected> notFound = new ArrayList<>();
    private final List<Unread> failed = new ArrayList<>();
    private long leftOutCount;
    private long notFoundCount;
    private long failedCount;
    private long notAskedCount;
    private Optional<Failure> firstFailure = Optional.empty();
    private Optional<Failure> passing = Optional.empty();

    /** Takes what was selected in a repository. */
    public void add(List<Plan.Entry> entries) {
        for (Plan.Entry entry : entries) {
            switch (entry) {
                case Plan.In in -> due.add(in);
                case Plan.Out out when out.notAskedFor() -> notAskedCount++;
                case Plan.Out out -> {
                    leftOutCount++;
                    keep(leftOut, Unselected.of(out));
                }
                case Plan.NotFound missing -> {
                    notFoundCount++;
                    keep(notFound, Unselected.of(missing));
                }
                case Plan.Failed unread -> {
                    failedCount++;
                    keep(failed, Unread.of(unread));
                    firstFailure = firstFailure.or(() -> Optional.of(unread.failure()));
                    passing = passing.or(() -> Optional.of(unread.failure()).filter(Failure::retryable));
                }
            }
        }
    }

    private static <E> void keep(List<E> list, E sentence) {
        if (list.size() < SENTENCES) {
            list.add(sentence);
        }
    }

    /** The images that are due. */
    public List<Plan.In> due() {
        return Collections.unmodifiableList(due);
    }

    /** The first failure that may pass by itself, if there was one. */
    public Optional<Failure> passingFailure() {
        return passing;
    }

    /** Why nothing at all is known; empty where at least one thing could be read, or nothing was asked for. */
    public Optional<Failure> nothingRead() {
        return due.isEmpty() && leftOutCount == 0 && notFoundCount == 0 && notAskedCount == 0
                ? firstFailure
                : Optional.empty();
    }

    /** All but the images, to be stored with the run. */
    public Run.Selection selection() {
        return new Run.Selection(
                Optional.of(List.copyOf(leftOut)),
                Optional.of(List.copyOf(notFound)),
                Optional.of(List.copyOf(failed)),
                leftOutCount,
                notFoundCount,
                failedCount,
                notAskedCount);
    }
}
