package dev.cssc.e2e;

import dev.cssc.e2e.HoldingRegistry.Side;

/**
 * A moment of an image's way that a test can stop at: a request to the registry is held, and in some cases passes then, so that what
 * follows from it in the service's database is held instead.
 *
 * @param side on which side of the registry the request is held
 * @param request which, as a pattern over {@code METHOD path?query} in which {@code TARGET} and {@code STAGING} are repositories
 * @param since a request that must have been seen before, as the same pattern
 * @param then what is held after it
 * @param job the kind of the job that then ends or has ended, where one does
 * @param ofTheEngine whether only an image comes here that takes over no other one's patch
 */
record Moment(Side side, String request, String since, Then then, String job, boolean ofTheEngine) {
    /** What is held once the request was. */
    enum Then {
        /** The request itself. */
        NOTHING_ELSE,
        /** The transaction that reserves the tag. */
        RESERVATION,
        /** The transaction that ends the job and makes true what follows from it. */
        COMMIT,
        /** The events that the job's end committed: none is sent. */
        EVENTS,
        /** The package manager that works in the image. */
        THE_ENGINE_STANDS_STILL,
        /** Nothing: the request passes while the service is down. */
        THE_SERVICE_IS_AWAY
    }

    static Moment before(String request) {
        return new Moment(Side.BEFORE, request, "", Then.NOTHING_ELSE, "", false);
    }

    static Moment after(String request) {
        return new Moment(Side.AFTER, request, "", Then.NOTHING_ELSE, "", false);
    }

    /** The same, once that request was seen. */
    Moment since(String earlier) {
        return new Moment(side, request, earlier, then, job, ofTheEngine);
    }

    Moment then(Then what) {
        return new Moment(side, request, since, what, job, ofTheEngine);
    }

    Moment then(Then what, String ofJob) {
        return new Moment(side, request, since, what, ofJob, ofTheEngine);
    }

    /** Whether a job is being worked on when the service dies, so that another attempt has to end it. */
    boolean duringAJob() {
        return switch (then) {
            case NOTHING_ELSE, RESERVATION, COMMIT, THE_ENGINE_STANDS_STILL -> true;
            case EVENTS, THE_SERVICE_IS_AWAY -> false;
        };
    }

    Moment byTheEngine() {
        return new Moment(side, request, since, then, job, true);
    }
}
