package dev.cssc.common.process;

import dev.cssc.common.linux.ProcessStat;
import dev.cssc.common.linux.RunningProcesses;
import org.jboss.logging.Logger;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Child processes whose service was killed: nobody waits for them any more, and their job is done again by somebody else. They are known by
 * the mark in their environment; what they started with another one belongs to them by the session or by descent.
 */
final class Orphans {
    private static final Logger LOG = Logger.getLogger(Orphans.class);
    private static final String MARK = ProcessTree.MARK + "=";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 10_000_000;

    private final RelatedProcesses related = new RelatedProcesses(
            Orphans::isMarked, orphan -> LOG.infof("ending process %d, whose service was killed", orphan.pid()));

    private Orphans() {}

    /** Kills every process that a service started which does not run any more; returns when none is left, or after ten seconds. */
    static void end() {
        new Orphans().kill();
    }

    private void kill() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        // Killing may race with forking, hence again and again.
        for (List<ProcessStat> left = related.among(running()); !left.isEmpty(); left = related.among(running())) {
            if (System.nanoTime() > deadline) {
                LOG.warnf(
                        "processes that a killed service had started cannot be ended: %s",
                        left.stream().map(ProcessStat::pid).toList());
                return;
            }
            left.forEach(orphan -> ProcessHandle.of(orphan.pid()).ifPresent(ProcessHandle::destroyForcibly));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static List<ProcessStat> running() {
        try {
            return RunningProcesses.areListed() ? RunningProcesses.all() : List.of();
        } catch (UncheckedIOException e) {
            LOG.warnf("could not look for processes of killed services: %s", e.getCause());
            return List.of();
        }
    }

    private static boolean isMarked(ProcessStat process) {
        return Arrays.stream(new String(RunningProcesses.environment(process.pid()), StandardCharsets.ISO_8859_1)
                        .split("\0"))
                .filter(variable -> variable.startsWith(MARK))
                .findFirst()
                .flatMap(variable -> Owner.in(variable.substring(MARK.length())))
                .filter(Owner::isGone)
                .isPresent();
    }
}
