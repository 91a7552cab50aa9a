package dev.cssc.common.failure;

/** The one exception that carries a {@link Failure} through code that cannot return it. */
public final class FailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public FailureException(Failure failure) {
        super(failure.reason() + ": " + failure.detail());
        this.failure = failure;
    }

    public FailureException(Failure failure, Throwable cause) {
        super(failure.reason() + ": " + failure.detail(), cause);
        this.failure = failure;
    }

    /** What went wrong, in the product's own vocabulary. */
    public Failure failure() {
        return failure;
    }
}
