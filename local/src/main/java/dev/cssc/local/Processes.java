package dev.cssc.local;

import dev.cssc.common.linux.ProcessStat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts processes that outlive this one, and ends them. */
final class Processes {
    private Processes() {}

    /**
     * Starts a process in a session of its own, so that neither the terminal's Ctrl-C nor its closing reaches it.
     *
     * @return its pid
     */
    static long startDetached(Launch launch, Path log) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(launch.command());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        StackHome.withParent(log).toFile()));
        builder.environment().putAll(launch.environment());
        try {
            // setsid(1) runs the program in its place where it is not the leader of its group, which a child of the JVM
            // never is.
            return builder.start().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(launch.command().getFirst() + " cannot be started", e);
        }
    }

    /** Asks a process to end, and after the grace period ends it and its children. */
    static void end(ProcessHandle process, Duration grace) {
        process.destroy();
        if (!endsWithin(process, grace)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            endsWithin(process, Duration.ofSeconds(10));
        }
    }

    private static boolean endsWithin(ProcessHandle process, Duration time) {
        long begun = System.nanoTime();
        while (ProcessStat.running(process.pid()).isPresent()) {
            if (System.nanoTime() - begun > time.toNanos()) {
                return false;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
