package dev.cssc.common.process;

/** Runs a {@link Command} and waits for its end. */
public interface ProcessRunner {
    /**
     * Runs the command; returns when it and everything it started are gone. Interrupting the calling thread ends the child and returns
     * {@link Ending.Interrupted} with the thread's interrupt flag set again.
     */
    Ended run(Command command);
}
