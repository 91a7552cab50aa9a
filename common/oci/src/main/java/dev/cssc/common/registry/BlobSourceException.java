package dev.cssc.common.registry;

import dev.cssc.common.failure.FailureException;

import java.io.IOException;

/** What was to be uploaded could not be read: carries that failure out of the HTTP client, which passes only this kind of exception on. */
final class BlobSourceException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient FailureException failure;

    BlobSourceException(FailureException failure) {
        super(failure);
        this.failure = failure;
    }

    FailureException failure() {
        return failure;
    }
}
