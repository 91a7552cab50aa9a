package dev.cssc.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs of this machine. */
final class Tools {
    private Tools() {}

    /** Those of the programs that are not on PATH. */
    static List<String> missing(String... programs) {
        return Arrays.stream(programs).filter(program -> !present(program)).toList();
    }

    private static boolean present(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
