package dev.cssc.cli;

import java.util.List;

/** Runs the command without the local stack: for machines that only talk to a service. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(CsscCommand.with(List.of()).execute(arguments));
    }
}
