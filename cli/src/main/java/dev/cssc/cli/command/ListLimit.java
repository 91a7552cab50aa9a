package dev.cssc.cli.command;

import picocli.CommandLine.Option;

/** How many elements of a list a command asks for, in one page of the service. */
public final class ListLimit {
    /** The services' own limit on a page. */
    public static final int MOST = 1_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, up to 1000; default: ${DEFAULT-VALUE}.")
    private int limit;

    /** @param otherwise where the option is left out */
    public ListLimit(int otherwise) {
        this.limit = otherwise;
    }

    /**
     * The number.
     *
     * @throws CliException where no page is that long
     */
    public int checked() {
        if (limit < 1 || limit > MOST) {
            throw new CliException(
                    ExitCode.INVALID, "--limit is " + limit + "; expected a number from 1 to " + MOST + ".");
        }
        return limit;
    }

    /** True where a list of that many may go on. */
    public boolean isReached(int listed) {
        return listed == limit;
    }
}
