package dev.cssc.cli.command;

/** Ends the command with a message for a person and an exit code for a script; no stack trace is shown. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Ends with {@link ExitCode#FAILURE}. */
    public CliException(String message) {
        this(ExitCode.FAILURE, message);
    }

    /** Ends with a code of {@link ExitCode}. */
    public CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
