package dev.cssc.bench;

import java.util.List;

/**
 * What so many replicas did.
 *
 * @param replicas how many there were
 * @param seconds from the first due image to the last word about the last one
 * @param judged jobs that each of them did
 * @param shares the workflows whose images it were, the first to be due first
 */
record ReplicaRun(int replicas, double seconds, List<Long> judged, List<Share> shares) {

    ReplicaRun {
        judged = List.copyOf(judged);
        shares = List.copyOf(shares);
    }

    /**
     * A workflow's part in it.
     *
     * @param workflow its name
     * @param due second in which its images became due
     * @param ends second of the last word about each of them, in rising order
     */
    record Share(String workflow, double due, List<Double> ends) {

        Share {
            ends = List.copyOf(ends);
        }

        /** Seconds until its first image was judged. */
        double firstAfter() {
            return ends.getFirst() - due;
        }

        /** Seconds until its last image was judged. */
        double lastAfter() {
            return ends.getLast() - due;
        }

        /** How many of its images were judged between those two seconds. */
        long judged(double from, double to) {
            return ends.stream().filter(end -> end > from && end <= to).count();
        }
    }

    /** Images of all workflows. */
    int images() {
        return shares.stream().mapToInt(share -> share.ends().size()).sum();
    }

    /** Images judged a second. */
    double rate() {
        return images() / seconds;
    }

    /**
     * Seconds after which a workflow's last image would have been judged in the order of arrival: after all that were due before it, and those
     * of its own and of others that became due in the same moment.
     */
    double lastInOrderOfArrival(Share share) {
        long before = shares.stream()
                .filter(other -> other.due() <= share.due())
                .mapToLong(other -> other.ends().size())
                .sum();
        return before / rate() - share.due();
    }

    /** How many of a workflow's images were judged while the latest workflows, which came behind the others, were under way. */
    long judgedMeanwhile(Share share) {
        double from = shares.stream().mapToDouble(Share::due).max().orElse(0);
        double to = shares.stream()
                .filter(other -> other.due() >= from)
                .mapToDouble(other -> other.ends().getLast())
                .max()
                .orElse(0);
        return share.judged(from, to);
    }
}
