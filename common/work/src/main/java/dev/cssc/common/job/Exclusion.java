package dev.cssc.common.job;

import org.hibernate.exception.ConstraintViolationException;

/** Tells a claim that lost the race for an exclusive key from every other error. */
final class Exclusion {
    private static final String INDEX = "job_exclusive";

    private Exclusion() {}

    /** True where another claim took a job of the same key between this one's look and its write; claiming again sees it. */
    static boolean isLostRace(Throwable error) {
        for (Throwable e = error; e != null && e.getCause() != e; e = e.getCause()) {
            if (e instanceof ConstraintViolationException violation) {
                return INDEX.equals(violation.getConstraintName());
            }
        }
        return false;
    }
}
