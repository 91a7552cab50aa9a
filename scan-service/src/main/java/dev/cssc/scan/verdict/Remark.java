package dev.cssc.scan.verdict;

import dev.cssc.scan.endoflife.Notice;

import java.util.Comparator;

/**
 * One thing to say beside a verdict. The more urgent one comes first.
 *
 * @param notice how loudly
 * @param sentence what
 */
public record Remark(Notice notice, String sentence) implements Comparable<Remark> {
    private static final Comparator<Remark> ORDER =
            Comparator.comparing(Remark::notice).thenComparing(Remark::sentence);

    /** Something that is no hurry. */
    static Remark of(String sentence) {
        return new Remark(Notice.AHEAD, sentence);
    }

    @Override
    public int compareTo(Remark other) {
        return ORDER.compare(this, other);
    }
}
