package dev.cssc.local;

import dev.cssc.cli.CsscCommand;

import java.util.List;

/** The {@code cssc} command with everything in it: the API's commands, the local stack and the demonstration. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // The Kafka client's own log would stand between the lines of the answer.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        System.exit(CsscCommand.with(List.of(
                        new StackCommand.Up(),
                        new StackCommand.Down(),
                        new StackCommand.Status(),
                        new StackCommand.Start(),
                        new StackCommand.Stop(),
                        new StackCommand.Reset(),
                        new DemoCommand()))
                .execute(arguments));
    }
}
