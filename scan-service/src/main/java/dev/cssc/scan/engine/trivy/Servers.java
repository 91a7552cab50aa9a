package dev.cssc.scan.engine.trivy;

import java.util.Optional;

/** Which Trivy server there is to ask. */
interface Servers extends AutoCloseable {

    /** There is none. */
    Servers NONE = Optional::empty;

    /**
     * The server to ask now; empty where the command line is to be asked instead.
     *
     * @throws dev.cssc.common.failure.FailureException where there should be one, and is not
     */
    Optional<Asked> ask();

    /** Why the server cannot be asked, in a sentence; empty where it can, or where nobody needs it. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    default void close() {}

    /** A server while it is asked; closing tells that it is not needed any more. */
    interface Asked extends AutoCloseable {

        TrivyServer server();

        @Override
        void close();
    }
}
