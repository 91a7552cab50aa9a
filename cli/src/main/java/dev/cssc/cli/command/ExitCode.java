package dev.cssc.cli.command;

import dev.cssc.common.failure.ReasonCode;

/** What the command's exit code says to a script; {@code docs/cli.md} says it to people. */
public final class ExitCode {
    /** It was done. */
    public static final int OK = 0;

    /** It was understood and not done; the error says why. */
    public static final int FAILURE = 1;

    /** The command line, or the document it names, is wrong. Nothing was contacted because of it. */
    public static final int INVALID = 2;

    /** The service, or a registry, did not answer or did not let us in. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {}

    /** The code for a failure with that reason. */
    public static int of(ReasonCode reason) {
        return switch (reason.actor()) {
            case POLICY_AUTHOR, IMAGE_OWNER -> reason.name().endsWith("_INVALID") ? INVALID : FAILURE;
            default -> reason.name().startsWith("REGISTRY_") || reason == ReasonCode.TIMED_OUT ? UNREACHABLE : FAILURE;
        };
    }
}
