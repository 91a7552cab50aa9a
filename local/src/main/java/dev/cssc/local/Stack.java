package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.embedded.EmbeddedDatabase;
import dev.cssc.common.embedded.FreePort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The local stack: starts its parts, ends them, knows which run. */
final class Stack {
    private static final Duration READY_LIMIT = Duration.ofMinutes(3);

    /** The services give back their jobs in this time; Quarkus' own limit is shorter. */
    private static final Duration GRACE = Duration.ofSeconds(25);

    /** Health checks are down for a moment while a service starts; that is no news. */
    private static final Duration TROUBLE_AFTER = Duration.ofSeconds(15);

    private static final int LINES_TOLD = 25;

    private final StackHome home;
    private final StackProcesses processes;
    private final Consumer<String> announce;

    Stack(StackHome home, Consumer<String> announce) {
        this.home = home;
        this.processes = new StackProcesses(home.processes());
        this.announce = announce;
    }

    StackHome home() {
        return home;
    }

    /** The part's process, if it runs. */
    Optional<ProcessHandle> process(Part part) {
        return processes.find(part);
    }

    /** True where the part was started, nobody asked it to stop, and it does not run. */
    boolean wasKilled(Part part) {
        return processes.remembers(part) && process(part).isEmpty();
    }

    /** True where all of the parts run and take requests. */
    boolean isReady(Set<Part> parts) {
        return settings()
                .map(settings -> new Readiness(home, settings))
                .filter(readiness ->
                        running().containsAll(parts) && parts.stream().allMatch(readiness::isReady))
                .isPresent();
    }

    /** The parts that run. */
    Set<Part> running() {
        return EnumSet.allOf(Part.class).stream()
                .filter(part -> process(part).isPresent())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Part.class)));
    }

    /** What the stack was last started with, if it was. */
    Optional<StackSettings> settings() {
        return StackHome.read(home.settings()).map(StackSettings::fromJson);
    }

    /**
     * Starts those of the parts that do not run, and waits until all of them are ready, also those that an interrupted start left behind.
     * Where one does not become ready, what was started now is ended again.
     *
     * @throws CliException where a port is taken or a part that others need is not wanted (then nothing was started), or a part does not
     *     become ready (with the reason)
     */
    void start(Set<Part> wanted, StackSettings settings, Path project) {
        Set<Part> starting = EnumSet.copyOf(wanted);
        starting.removeAll(running());
        checkNeeds(wanted);
        endDatabaseLeftBehind(starting);
        checkPorts(starting, settings);
        Programs programs = new Programs(project, home, settings.build());
        starting.forEach(programs::prepare);
        StackHome.write(home.settings(), settings.toJson());
        StackHome.write(home.endpoints(), settings.endpoints());
        Set<Part> started = EnumSet.noneOf(Part.class);
        boolean ready = false;
        try {
            Readiness readiness = new Readiness(home, settings);
            for (Set<Part> group : List.of(Part.infrastructure(), Part.services())) {
                startTogether(intersection(starting, group), settings, started);
                awaitReady(intersection(wanted, group), readiness);
            }
            ready = true;
        } finally {
            if (!ready) {
                endAgain(started);
            }
        }
    }

    private void endAgain(Set<Part> started) {
        if (!started.isEmpty()) {
            announce.accept("Stopping what was started");
            stop(started);
        }
        if (running().isEmpty()) {
            StackHome.remove(home.endpoints());
        }
    }

    /**
     * No service gets ready without database and broker; it would try for minutes and fill its log with traces.
     *
     * @throws CliException saying what is missing and what to type
     */
    void checkNeeds(Set<Part> wanted) {
        Set<Part> missing = Part.infrastructure();
        missing.removeAll(running());
        missing.removeAll(wanted);
        Set<Part> services = intersection(wanted, Part.services());
        if (!services.isEmpty() && (missing.contains(Part.POSTGRES) || missing.contains(Part.KAFKA))) {
            throw new CliException("Nothing was started: " + names(services) + " cannot work without " + names(missing)
                    + (missing.size() == 1 ? ", which does" : ", which do") + " not run. Type: cssc start "
                    + names(missing).replace(",", "") + " " + names(services).replace(",", "") + "; or: cssc up");
        }
    }

    private static Set<Part> intersection(Set<Part> some, Set<Part> others) {
        Set<Part> both = EnumSet.copyOf(others);
        both.retainAll(some);
        return both;
    }

    /** A killed host leaves its PostgreSQL running, which holds port and data. */
    private void endDatabaseLeftBehind(Set<Part> starting) {
        if (!starting.contains(Part.POSTGRES)) {
            return;
        }
        try {
            EmbeddedDatabase.endLeftBehind(home.data(Part.POSTGRES));
        } catch (IOException e) {
            throw new UncheckedIOException("the PostgreSQL of an earlier run does not end", e);
        }
    }

    private static void checkPorts(Set<Part> starting, StackSettings settings) {
        List<String> taken = starting.stream()
                .filter(part -> !FreePort.isFree(settings.port(part)))
                .map(part ->
                        "  port %d (%s) is taken; see who with: ss -ltnp 'sport = :%d'; or choose another: --port %s=N or %s=N"
                                .formatted(settings.port(part), part, settings.port(part), part, part.portVariable()))
                .toList();
        if (!taken.isEmpty()) {
            throw new CliException("Nothing was started:\n" + String.join("\n", taken));
        }
    }

    private void startTogether(Set<Part> parts, StackSettings settings, Set<Part> started) {
        if (parts.isEmpty()) {
            return;
        }
        announce.accept("Starting " + names(parts));
        for (Part part : parts) {
            try {
                Files.deleteIfExists(StackHome.withParent(home.readyFile(part)));
                Files.createDirectories(home.work(part));
                Files.createDirectories(
                        home.secrets(),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Files.deleteIfExists(home.log(part));
            } catch (IOException e) {
                throw new UncheckedIOException("the directories of " + part + " cannot be prepared", e);
            }
            processes.put(part, Processes.startDetached(Launch.of(part, home, settings), home.log(part)));
            started.add(part);
        }
    }

    private void awaitReady(Set<Part> parts, Readiness readiness) {
        long begun = System.nanoTime();
        Set<Part> waiting = EnumSet.copyOf(parts);
        // What is ready at the first look was so before.
        waiting.removeIf(readiness::isReady);
        Map<Part, String> told = new EnumMap<>(Part.class);
        while (!waiting.isEmpty()) {
            for (Part part : EnumSet.copyOf(waiting)) {
                if (readiness.isReady(part)) {
                    waiting.remove(part);
                    announce.accept("  %s is ready after %.1f s".formatted(part, (System.nanoTime() - begun) / 1e9));
                } else if (process(part).isEmpty()) {
                    throw new CliException(part + " ended before it was ready." + endOfLog(part));
                } else if (System.nanoTime() - begun > TROUBLE_AFTER.toNanos() && !told.containsKey(part)) {
                    readiness.trouble(part).ifPresent(why -> {
                        told.put(part, why);
                        announce.accept("  %s is not ready yet: %s".formatted(part, why));
                    });
                }
            }
            if (!waiting.isEmpty() && System.nanoTime() - begun > READY_LIMIT.toNanos()) {
                Part part = waiting.iterator().next();
                throw new CliException(part + " is not ready after " + READY_LIMIT.toSeconds() + " s"
                        + readiness
                                .trouble(part)
                                .map(why -> ": " + why + ". Its log is " + home.log(part) + ".")
                                .orElseGet(() -> "." + endOfLog(part)));
            }
            pause();
        }
    }

    private String endOfLog(Part part) {
        try {
            List<String> lines = Files.readAllLines(home.log(part));
            return " The end of " + home.log(part) + ":\n"
                    + lines.stream()
                            .skip(Math.max(0, lines.size() - LINES_TOLD))
                            .map(line -> "  " + line)
                            .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            return " Its log " + home.log(part) + " cannot be read.";
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("Interrupted while waiting for the stack.");
        }
    }

    /** Ends those of the parts that run: the services first, all at once, then what they need. Answers which ones did run. */
    Set<Part> stop(Set<Part> parts) {
        Set<Part> stopped = intersection(parts, running());
        stopTogether(intersection(stopped, Part.services()));
        stopTogether(intersection(stopped, Part.infrastructure()));
        parts.stream().filter(part -> process(part).isEmpty()).forEach(processes::remove);
        if (parts.contains(Part.POSTGRES)) {
            endDatabaseLeftBehind(EnumSet.of(Part.POSTGRES));
        }
        return stopped;
    }

    private void stopTogether(Set<Part> parts) {
        if (parts.isEmpty()) {
            return;
        }
        announce.accept("Stopping " + names(parts));
        List<ProcessHandle> ending =
                parts.stream().flatMap(part -> process(part).stream()).toList();
        ending.forEach(ProcessHandle::destroy);
        ending.forEach(process -> Processes.end(process, GRACE));
    }

    private static String names(Set<Part> parts) {
        return parts.stream().map(Part::title).collect(Collectors.joining(", "));
    }
}
