package dev.cssc.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Trivys that run now on this machine for one stack, whoever is their parent: read from {@code /proc}. */
record TrivyProcesses(Path home) {

    /** Servers that judge package lists. */
    List<ProcessHandle> serving() {
        return running("server").stream().map(Running::process).toList();
    }

    /** The scans of the image, or all of them where its name is empty. */
    List<ProcessHandle> scanning(String image) {
        return running("image").stream()
                .filter(running -> running.arguments().getLast().contains(image))
                .map(Running::process)
                .toList();
    }

    private record Running(ProcessHandle process, List<String> arguments) {}

    private List<Running> running(String command) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> new Running(process, arguments(process.pid())))
                    .filter(running -> running.arguments().size() > 2
                            && running.arguments().get(0).endsWith("trivy")
                            && running.arguments().get(1).equals(command)
                            && running.arguments().stream().anyMatch(argument -> argument.contains(home.toString())))
                    .toList();
        }
    }

    private static List<String> arguments(long pid) {
        try {
            String line =
                    Files.readString(Path.of("/proc", String.valueOf(pid), "cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0", -1)).stream()
                    .filter(argument -> !argument.isEmpty())
                    .toList();
        } catch (IOException e) {
            return List.of(); // gone
        }
    }
}
