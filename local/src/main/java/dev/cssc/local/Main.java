package dev.cssc.local;

import dev.cssc.bench.BenchCommand;
import dev.cssc.cli.CsscCommand;

import java.util.List;

/** The {@code cssc} command with everything in it: the API's commands, the local stack and the demonstration. */
public final class Main {
    /** What this module adds to the commands of the root. */
    static final List<Class<?>> COMMANDS = List.of(
            StackCommand.Up.class,
            StackCommand.Down.class,
            StackCommand.Status.class,
            StackCommand.Start.class,
            StackCommand.Stop.class,
            StackCommand.Reset.class,
            DemoCommand.class,
            ExampleDatabase.class,
            RehearseCommand.class,
            BenchCommand.class);

    private Main() {}

    public static void main(String[] arguments) {
        // The Kafka client's own log would stand between the lines of the answer.
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        String[] meant = CsscCommand.meant(arguments);
        System.exit(CsscCommand.with(COMMANDS, meant).execute(meant));
    }
}
