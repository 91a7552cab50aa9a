package dev.cssc.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class StackProcessesTest {
    @TempDir
    Path directory;

    private final Launch sleeper = new Launch(List.of("sleep", "60"), Map.of());

    @Test
    void aProcessIsFoundWhileItRunsAndNoLonger() {
        StackProcesses table = new StackProcesses(directory.resolve("processes.json"));
        long pid = Processes.startDetached(sleeper, directory.resolve("log"));
        table.put(Part.SCAN, pid);

        ProcessHandle process = table.find(Part.SCAN).orElseThrow();
        assertThat(process.pid()).isEqualTo(pid);
        assertThat(table.find(Part.PATCH)).isEmpty();

        Processes.end(process, Duration.ofSeconds(5));
        assertThat(table.find(Part.SCAN)).isEmpty();
    }

    @Test
    void aStrangerWithThePidOfAnEarlierProcessIsNotTakenForIt() throws IOException {
        Path file = directory.resolve("processes.json");
        StackProcesses table = new StackProcesses(file);
        long pid = Processes.startDetached(sleeper, directory.resolve("log"));
        try {
            table.put(Part.SCAN, pid);
            ObjectNode entries = (ObjectNode) StackHome.read(file).orElseThrow();
            ((ObjectNode) entries.get("scan-service")).put("started", 1);
            StackHome.write(file, entries);

            assertThat(table.find(Part.SCAN)).isEmpty();
        } finally {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aDetachedProcessIsInASessionOfItsOwn() throws IOException {
        long pid = Processes.startDetached(sleeper, directory.resolve("log"));
        try {
            assertThat(session(pid))
                    .isEqualTo(pid)
                    .isNotEqualTo(session(ProcessHandle.current().pid()));
        } finally {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Field 6 of proc_pid_stat(5). */
    private static long session(long pid) throws IOException {
        await().until(() -> stat(pid).startsWith("(sleep)")
                || pid == ProcessHandle.current().pid());
        return Long.parseLong(
                stat(pid).substring(stat(pid).lastIndexOf(')') + 2).split(" ", -1)[3]);
    }

    private static String stat(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        return stat.substring(stat.indexOf('('));
    }
}
