package dev.cssc.scan.engine.trivy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Processes that have to do with a test: in whatever group, of whatever parent. */
final class ProcessesOf {

    private ProcessesOf() {}

    /** Those whose arguments or environment name that directory, but for this one. */
    static List<ProcessHandle> directory(Path directory) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(
                            process -> process.pid() != ProcessHandle.current().pid())
                    .filter(process -> mentions(process.pid(), "cmdline", directory)
                            || mentions(process.pid(), "environ", directory))
                    .toList();
        }
    }

    private static boolean mentions(long pid, String file, Path directory) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(pid), file), StandardCharsets.ISO_8859_1)
                    .contains(directory.toString());
        } catch (IOException e) {
            return false; // gone
        }
    }
}
