package dev.cssc.common.process;

import dev.cssc.common.linux.ProcessStat;
import dev.cssc.common.linux.RunningProcesses;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A child and everything it started. A process belongs to it that descends from the child, is in the child's session, or carries the
 * child's mark in its environment: the last finds what was left behind by a dead parent and moved to a session of its own.
 */
final class ProcessTree {

    /** Environment variable with the mark of the tree. */
    static final String MARK = "CSSC_CHILD";

    private static final long PAUSE_NANOS = 10_000_000;
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    /** The numbers of processes do not go round so quickly, be they no more than the 32768 that they are at least by default. */
    private static final Duration YOUNG = Duration.ofSeconds(1);

    private final ProcessHandle root;
    private final byte[] mark;

    /** When the child began, in the kernel's ticks; 0 where it ended before it could be asked. */
    private final long began;

    private final long seen = System.nanoTime();

    private final RelatedProcesses related = new RelatedProcesses(this::belongs, process -> {});

    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.US_ASCII);
        Optional<ProcessStat> child = ProcessStat.of(root.pid());
        this.began = child.map(ProcessStat::started).orElse(0L);
        child.ifPresent(related::note);
    }

    /**
     * Ends what is still there: asks politely, waits at most {@code grace}, then kills until nothing is left. Not to be disturbed by an
     * interrupt, which is kept for afterwards.
     */
    void end(Duration grace) {
        boolean interrupted = Thread.interrupted();
        try {
            Set<ProcessHandle> left = members();
            left.forEach(ProcessHandle::destroy);
            long deadline = System.nanoTime() + grace.toNanos();
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(PAUSE_NANOS);
                left = members();
            }
            // Killing may race with forking, hence again and again; a process in uninterruptible sleep cannot be waited
            // for.
            deadline = System.nanoTime() + KILL_PATIENCE.toNanos();
            while (!left.isEmpty() && System.nanoTime() < deadline) {
                left.forEach(ProcessHandle::destroyForcibly);
                LockSupport.parkNanos(PAUSE_NANOS);
                left = members();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Set<ProcessHandle> members() {
        if (!RunningProcesses.areListed()) {
            return Stream.concat(Stream.of(root), root.descendants())
                    .filter(ProcessHandle::isAlive)
                    .collect(Collectors.toSet());
        }
        return related.among(look()).stream()
                .flatMap(process -> ProcessHandle.of(process.pid()).stream())
                .collect(Collectors.toSet());
    }

    /** What is older than the child is none of its own: of the many on a machine few have to be looked at. */
    private List<ProcessStat> look() {
        boolean young = System.nanoTime() - seen < YOUNG.toNanos();
        return (young ? RunningProcesses.since(root.pid()) : RunningProcesses.all())
                .stream().filter(process -> process.started() >= began).toList();
    }

    private boolean belongs(ProcessStat process) {
        return process.session() == root.pid() || isMarked(RunningProcesses.environment(process.pid()));
    }

    private boolean isMarked(byte[] environment) {
        for (int i = 0; i + mark.length <= environment.length; i++) {
            if (environment[i] == mark[0] && Arrays.equals(environment, i, i + mark.length, mark, 0, mark.length)) {
                return true;
            }
        }
        return false;
    }
}
