package dev.cssc.cli;

/** What the command's exit code says to a script. */
public final class ExitCode {
    /** It was done. */
    public static final int OK = 0;

    /** It was understood and not done; the error says why. */
    public static final int FAILURE = 1;

    /** The command line, or the document it names, is wrong. */
    public static final int INVALID = 2;

    /** The service did not answer. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
