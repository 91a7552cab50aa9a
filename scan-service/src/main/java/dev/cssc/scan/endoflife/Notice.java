package dev.cssc.scan.endoflife;

import java.util.Optional;
import java.util.stream.Stream;

/** How loudly the end of a release's support is announced, the loudest first: in steps, so that a nearer end stands out. */
public enum Notice {
    URGENT(7, "urgent: "),
    WARNING(30, "warning: "),
    AHEAD(90, "");

    private final int days;
    private final String opening;

    Notice(int days, String opening) {
        this.days = days;
        this.opening = opening;
    }

    /** The step for an end in so many days, the last one included; empty where it is still far. */
    public static Optional<Notice> in(long days) {
        return Stream.of(values()).filter(notice -> days <= notice.days).findFirst();
    }

    /** How a sentence of this step begins. */
    public String opening() {
        return opening;
    }
}
