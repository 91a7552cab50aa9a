package dev.cssc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where a benchmark runs, and with which versions of what. */
final class Machine {
    private Machine() {}

    /** Processor, cores, memory and system on one line. */
    static String description() {
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %.0f GB, %s %s",
                field("/proc/cpuinfo", "model name").orElse(System.getProperty("os.arch", "?")),
                Runtime.getRuntime().availableProcessors(),
                field("/proc/meminfo", "MemTotal")
                                .map(text -> text.replaceAll("\\D", ""))
                                .filter(text -> !text.isEmpty())
                                .map(Double::parseDouble)
                                .orElse(0.0)
                        / 1_048_576,
                System.getProperty("os.name", "?"),
                System.getProperty("os.version", "?"));
    }

    /** First line of what each program says of its version. */
    static Map<String, String> versions(Map<String, List<String>> commands) {
        Map<String, String> versions = new TreeMap<>();
        versions.put("java", Runtime.version().toString());
        commands.forEach((name, command) -> firstLine(command).ifPresent(line -> versions.put(name, line)));
        return versions;
    }

    private static Optional<String> firstLine(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            try (Stream<String> lines = process.inputReader().lines()) {
                return lines.filter(line -> !line.isBlank()).findFirst().map(String::strip);
            }
        } catch (IOException e) {
            return Optional.empty(); // not here
        }
    }

    private static Optional<String> field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip());
        } catch (IOException e) {
            return Optional.empty(); // no Linux
        }
    }
}
