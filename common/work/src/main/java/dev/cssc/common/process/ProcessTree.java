package dev.cssc.common.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A child and everything it started. A process belongs to it that descends from the child, is in the child's session, or carries the
 * child's mark in its environment: the last finds what was left behind by a dead parent and moved to a session of its own.
 */
final class ProcessTree {

    /** Environment variable with the mark of the tree. */
    static final String MARK = "CSSC_CHILD";

    private static final Path PROC = Path.of("/proc");
    private static final long PAUSE_NANOS = 10_000_000;
    private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

    private final ProcessHandle root;
    private final byte[] mark;

    /** When the child began, in the kernel's ticks; 0 where it ended before it could be asked. */
    private final long began;

    ProcessTree(ProcessHandle root, String mark) {
        this.root = root;
        this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.US_ASCII);
        this.began = ProcessStat.of(root.pid()).map(ProcessStat::started).orElse(0L);
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
        Set<ProcessHandle> members =
                root.descendants().filter(ProcessTree::runs).collect(Collectors.toSet());
        if (runs(root)) {
            members.add(root);
        }
        members.addAll(marked());
        return members;
    }

    /** What {@code /proc} tells of processes that no longer descend from the child. */
    private Set<ProcessHandle> marked() {
        Set<ProcessHandle> found = new HashSet<>();
        if (!Files.isDirectory(PROC)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                Optional<ProcessStat> stat = ProcessStat.of(pid);
                // What is older than the child is none of its own: of the many on a machine few have to be looked at.
                if (stat.isPresent()
                        && !stat.get().gone()
                        && stat.get().started() >= began
                        && (stat.get().session() == root.pid() || isMarked(entry))) {
                    ProcessHandle.of(pid).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            return found;
        }
        return found;
    }

    private boolean isMarked(Path entry) {
        try {
            byte[] environment = Files.readAllBytes(entry.resolve("environ"));
            for (int i = 0; i + mark.length <= environment.length; i++) {
                if (environment[i] == mark[0]
                        && java.util.Arrays.equals(environment, i, i + mark.length, mark, 0, mark.length)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false; // another user's, or gone meanwhile
        }
    }

    private static boolean runs(ProcessHandle process) {
        return process.isAlive()
                && ProcessStat.of(process.pid()).map(stat -> !stat.gone()).orElse(true);
    }
}
