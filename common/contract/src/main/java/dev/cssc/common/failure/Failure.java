package dev.cssc.common.failure;

/**
 * Why something did not come about: a stable code, a sentence for a person, and whether to try again.
 *
 * @param reason the stable code; what programs compare
 * @param detail one sentence: what was being done, on what, why it failed; never a credential
 * @param retry whether and when trying again makes sense
 */
public record Failure(ReasonCode reason, String detail, Retry retry) {

    /** Longest {@link #detail} kept, in characters; what is longer is cut with an ellipsis. */
    public static final int LONGEST_DETAIL = 2_000;

    public Failure {
        if (detail.length() > LONGEST_DETAIL) {
            detail = detail.substring(0, LONGEST_DETAIL - 1) + "…";
        }
    }

    /** A failure that is retried as its reason code says by default. */
    public static Failure of(ReasonCode reason, String detail) {
        return new Failure(reason, detail, reason.retry());
    }

    /** This failure as something to throw where a method cannot return it. */
    public FailureException toException() {
        return new FailureException(this);
    }

    /** The same, keeping the exception that caused it. */
    public FailureException toException(Throwable cause) {
        return new FailureException(this, cause);
    }

    /** True where a later attempt may succeed. */
    public boolean retryable() {
        return switch (retry) {
            case Retry.Never() -> false;
            case Retry.Backoff() -> true;
            case Retry.After(var delay) -> true;
        };
    }
}
