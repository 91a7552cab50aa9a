package dev.cssc.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Scans that run now on this machine for one stack, whoever is their parent: read from {@code /proc}. */
record TrivyProcesses(Path home) {

    /** The scans of the image, or all of them where its name is empty. */
    List<ProcessHandle> scanning(String image) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> {
                        List<String> arguments = arguments(process.pid());
                        return arguments.size() > 2
                                && arguments.get(0).endsWith("trivy")
                                && arguments.get(1).equals("image")
                                && arguments.stream().anyMatch(argument -> argument.contains(home.toString()))
                                && arguments.getLast().contains(image);
                    })
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
