package dev.cssc.cli;

import java.util.List;

/** Runs the command without the local stack: for machines that only talk to a service. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // A library asks for a log that the command has no use for, and would say on standard error that there is none.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        String[] meant = CsscCommand.meant(arguments);
        System.exit(CsscCommand.with(List.of(), meant).execute(meant));
    }
}
