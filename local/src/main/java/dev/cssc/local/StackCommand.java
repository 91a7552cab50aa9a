package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.cli.command.ExitCode;
import dev.cssc.cli.command.Home;
import dev.cssc.cli.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The commands that start, show and end the local stack. */
abstract class StackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Where the answer goes. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    CommandSpec spec() {
        return spec;
    }

    void say(String line) {
        out().println(line);
        out().flush();
    }

    Stack stack() {
        return new Stack(new StackHome(Home.directory()), this::say);
    }

    /** What was settled before, or is settled now where nothing runs. */
    StackSettings settle(Stack stack, StackOptions options) {
        options.check();
        Optional<StackSettings> before = stack.settings();
        if (before.isPresent() && !stack.running().isEmpty()) {
            List<String> differing = options.differingFrom(before.get());
            if (!differing.isEmpty()) {
                say(String.join(", ", differing) + (differing.size() == 1 ? " takes" : " take")
                        + " effect after 'cssc down'; the stack goes on with what it was started with.");
            }
            return before.get();
        }
        return settleAnew(stack, options);
    }

    /** Settles what nothing that runs has settled yet. */
    StackSettings settleAnew(Stack stack, StackOptions options) {
        return options.settle(stack.home(), this::say);
    }

    /** While open, Ctrl-C says what of the stack stays running. */
    Interruption telling(Stack stack, String goOn) {
        return Interruption.telling(System.err, () -> {
            Set<Part> running = stack.running();
            return running.isEmpty()
                    ? "Nothing runs."
                    : "Still running: " + names(running) + ". Type 'cssc " + goOn + "' to go on, 'cssc down' to stop.";
        });
    }

    @Command(name = "up", description = "Start the local stack and wait until it is ready.")
    static final class Up extends StackCommand {
        @Mixin
        private StackOptions options = new StackOptions();

        @Option(
                names = "--without",
                paramLabel = "PART",
                split = ",",
                description = "Leave a part out, for example scan.")
        private List<String> without = new ArrayList<>();

        @Override
        public Integer call() {
            Stack stack = stack();
            try (StackLock lock = StackLock.take(stack.home());
                    Interruption interruption = telling(stack, "up")) {
                Set<Part> wanted = EnumSet.allOf(Part.class);
                without.forEach(name -> wanted.remove(StackOptions.part(name)));
                StackSettings settings = settle(stack, options);
                if (stack.isReady(wanted)) {
                    say("The stack is up already.");
                }
                bringUp(stack, wanted, settings);
                printStatus(stack);
                say("");
                say("Addresses: " + stack.home().endpoints());
                say("Logs:      " + stack.home().directory().resolve("logs"));
                return ExitCode.OK;
            }
        }
    }

    /** Installs what is missing and starts the parts; what runs already stays as it is and is waited for. */
    void bringUp(Stack stack, Set<Part> wanted, StackSettings settings) {
        new SystemPackages(this::say).ensure(SystemPackages.forStack(settings.engines()));
        stack.start(wanted, settings, Home.project());
    }

    @Command(name = "down", description = "Stop the local stack. Its data stays.")
    static final class Down extends StackCommand {
        @Override
        public Integer call() {
            Stack stack = stack();
            try (StackLock lock = StackLock.take(stack.home())) {
                say(
                        takeDown(stack)
                                ? "The stack is down. Its data stays in "
                                        + stack.home().directory() + "."
                                : "The stack was not up.");
                return ExitCode.OK;
            }
        }
    }

    /** Stops every part; true where one ran. */
    boolean takeDown(Stack stack) {
        Set<Part> stopped = stack.stop(EnumSet.allOf(Part.class));
        try {
            Files.deleteIfExists(stack.home().endpoints());
        } catch (IOException e) {
            throw new CliException(stack.home().endpoints() + " cannot be removed: " + e.getMessage());
        }
        return !stopped.isEmpty();
    }

    @Command(
            name = "status",
            description = "Show the parts of the local stack. Exit code 0 where all are ready, 1 otherwise.")
    static final class Status extends StackCommand {
        @Override
        public Integer call() {
            return printStatus(stack()) ? ExitCode.OK : ExitCode.FAILURE;
        }
    }

    /** Prints a line for each part; true where all of them are ready. */
    boolean printStatus(Stack stack) {
        StackSettings settings = stack.settings()
                .orElseGet(() -> new StackSettings(
                        Map.of(), new StackSettings.Engines("-", "-", Optional.empty(), Optional.empty()), Build.JVM));
        Readiness readiness = new Readiness(stack.home(), settings);
        Table table = new Table("PART", "STATE", "PID", "ADDRESS");
        List<String> hints = new ArrayList<>();
        boolean all = true;
        for (Part part : Part.values()) {
            Optional<ProcessHandle> process = stack.process(part);
            boolean ready = process.isPresent() && readiness.isReady(part);
            all &= ready;
            String state =
                    ready ? "ready" : process.isPresent() ? "starting" : stack.wasKilled(part) ? "killed" : "stopped";
            if ("killed".equals(state)) {
                hints.add(part + " ended though nobody stopped it; its log is "
                        + stack.home().log(part) + ". Start it again with: cssc start " + part);
            } else if ("starting".equals(state)) {
                readiness.trouble(part).ifPresent(why -> hints.add(part + " is not ready: " + why));
            }
            table.row(
                    part.title(),
                    state,
                    process.map(running -> String.valueOf(running.pid())).orElse("-"),
                    part.isService() ? settings.url(part) : settings.address(part));
        }
        table.lines().forEach(this::say);
        hints.forEach(this::say);
        return all;
    }

    @Command(name = "start", description = "Start parts of the local stack that are stopped.")
    static final class Start extends StackCommand {
        @Parameters(arity = "1..*", paramLabel = "PART", description = "For example scan.")
        private List<String> parts = new ArrayList<>();

        @Override
        public Integer call() {
            Stack stack = stack();
            try (StackLock lock = StackLock.take(stack.home())) {
                Set<Part> wanted = parts(parts);
                stack.checkNeeds(wanted);
                bringUp(stack, wanted, settle(stack, new StackOptions()));
                say(names(wanted) + (wanted.size() == 1 ? " is ready." : " are ready."));
                return ExitCode.OK;
            }
        }
    }

    @Command(name = "stop", description = "Stop parts of the local stack.")
    static final class Stop extends StackCommand {
        @Parameters(arity = "1..*", paramLabel = "PART", description = "For example scan.")
        private List<String> parts = new ArrayList<>();

        @Override
        public Integer call() {
            Stack stack = stack();
            try (StackLock lock = StackLock.take(stack.home())) {
                Set<Part> stopped = stack.stop(parts(parts));
                say(stopped.isEmpty() ? "None of them was running." : "Stopped: " + names(stopped) + ".");
                return ExitCode.OK;
            }
        }
    }

    private static Set<Part> parts(List<String> names) {
        return names.stream()
                .map(StackOptions::part)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    private static String names(Iterable<Part> parts) {
        List<String> names = new ArrayList<>();
        parts.forEach(part -> names.add(part.title()));
        return String.join(", ", names);
    }

    @Command(name = "reset", description = "Stop the local stack and remove its data.")
    static final class Reset extends StackCommand {
        @Override
        public Integer call() {
            Stack stack = stack();
            try (StackLock lock = StackLock.take(stack.home())) {
                takeDown(stack);
                // Services that were killed leave the mounts of their tools, which cannot be removed.
                Mounts.detach(stack.home().directory().resolve("work"));
                for (String kept : List.of("data", "work", "run", "logs", "app")) {
                    StackHome.remove(stack.home().directory().resolve(kept));
                }
                StackHome.remove(stack.home().settings());
                StackHome.remove(stack.home().processes());
                say("Removed all data of the stack in " + stack.home().directory() + ".");
                return ExitCode.OK;
            }
        }
    }
}
