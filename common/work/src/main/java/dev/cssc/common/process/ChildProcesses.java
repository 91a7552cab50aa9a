package dev.cssc.common.process;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.ReasonCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs real child processes. A child gets a session of its own where {@code setsid} is installed (so that a signal to the service's
 * terminal is not one to the child), standard input from {@code /dev/null}, and is followed by {@link ProcessTree}: when this class
 * returns, the child and what it started are gone, however it ended.
 *
 * <p>Standard output and standard error are kept in a fresh folder below the command's directory, which the caller removes with it.
 */
@ApplicationScoped
public class ChildProcesses implements ProcessRunner {

    /** How long a child may take to end after it was asked to, before it is killed. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    /** What is still in a pipe after the last writer died is read within moments; longer means that someone escaped with it. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final Duration grace;

    @Inject
    public ChildProcesses() {
        this(GRACE);
    }

    ChildProcesses(Duration grace) {
        this.grace = grace;
    }

    /**
     * What belongs into the environment of a program that a child starts with an environment of its own, as in a container: {@code
     * NAME=value}. By it the program is found when the service was killed and the child is gone.
     */
    public static String mark() {
        return ProcessTree.MARK + "=" + Owner.current().prefix();
    }

    @Override
    public Ended run(Command command) {
        long start = System.nanoTime();
        Path stdout;
        Path stderr;
        try {
            Path output = Files.createTempDirectory(command.directory(), "output-");
            stdout = Files.createFile(output.resolve("stdout"));
            stderr = Files.createFile(output.resolve("stderr"));
        } catch (IOException e) {
            throw Failure.of(
                            ReasonCode.DISK_FULL,
                            "preparing to run " + command.argv().getFirst() + " in " + command.directory() + ": " + e)
                    .toException(e);
        }
        Ending ending = run(command, stdout, stderr);
        return new Ended(ending, stdout, stderr, Duration.ofNanos(System.nanoTime() - start));
    }

    private Ending run(Command command, Path stdout, Path stderr) {
        Map<String, String> environment = environment(command);
        String program = command.argv().getFirst();
        Optional<Path> executable = Executables.find(program, environment.get("PATH"), command.directory());
        if (executable.isEmpty()) {
            return new Ending.NotStarted(program + " is not an executable file, nor one on PATH");
        }
        String mark = Owner.current().prefix() + UUID.randomUUID();
        environment.put(ProcessTree.MARK, mark);
        Process child;
        try {
            child = start(command, executable.get(), environment);
        } catch (IOException e) {
            return new Ending.NotStarted(String.valueOf(e.getMessage()));
        }
        return await(command, child, new ProcessTree(child.toHandle(), mark), stdout, stderr);
    }

    private static Process start(Command command, Path executable, Map<String, String> environment) throws IOException {
        List<String> argv = new ArrayList<>();
        // setsid replaces itself by the program (the child is no group leader yet), so the child's id is the session's
        // id.
        Executables.find("setsid", environment.get("PATH"), command.directory())
                .ifPresent(setsid -> argv.add(setsid.toString()));
        argv.add(executable.toString());
        argv.addAll(command.argv().subList(1, command.argv().size()));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(command.directory().toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Ending await(Command command, Process child, ProcessTree tree, Path stdout, Path stderr) {
        OutputPump out = OutputPump.start("stdout", child.getInputStream(), stdout, command.outputLimit());
        OutputPump err = OutputPump.start("stderr", child.getErrorStream(), stderr, command.outputLimit());
        // Completes normally with the first of: the child's exit, a stream beyond its limit, a stream that cannot be
        // kept.
        CompletableFuture<Object> first = CompletableFuture.anyOf(child.onExit(), out.stopped(), err.stopped());
        Optional<Ending> cutShort = Optional.empty();
        boolean interrupted = false;
        try {
            first.get(command.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            cutShort = Optional.of(new Ending.TimedOut(command.timeout()));
        } catch (InterruptedException e) {
            interrupted = true;
            cutShort = Optional.of(new Ending.Interrupted());
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a child is never exceptional", e);
        }
        try {
            tree.end(grace);
            out.finish(DRAIN);
            err.finish(DRAIN);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        // A child may be through before its flood has been read: the limit holds all the same.
        if (cutShort.isEmpty() && (out.beyondLimit() || err.beyondLimit())) {
            cutShort = Optional.of(new Ending.TooMuchOutput(command.outputLimit()));
        }
        return cutShort.orElseGet(() -> new Ending.Exited(child.exitValue()));
    }

    /** The whole environment of the child: what the command gives over {@code PATH} and {@code LANG}. */
    private static Map<String, String> environment(Command command) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse(DEFAULT_PATH));
        Optional.ofNullable(System.getenv("LANG")).ifPresent(lang -> environment.put("LANG", lang));
        environment.putAll(command.environment());
        return environment;
    }
}
