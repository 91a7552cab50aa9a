package dev.cssc.common.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where programs are. Looked up before a child is started, so that a missing program is told from one that ends with 127. */
public final class Executables {

    private Executables() {}

    /** The program on this process's own {@code PATH}, or at the path it names. */
    public static Optional<Path> find(String program) {
        return find(
                program, System.getenv().getOrDefault("PATH", ""), Path.of("").toAbsolutePath());
    }

    /**
     * The program's file: the named one where the name holds a slash (relative to {@code directory}), else the first on the search path.
     */
    static Optional<Path> find(String program, @org.jspecify.annotations.Nullable String searchPath, Path directory) {
        try {
            if (program.contains("/")) {
                return executable(directory.resolve(program));
            }
            for (String folder : (searchPath == null ? "" : searchPath).split(File.pathSeparator, -1)) {
                Optional<Path> found = folder.isEmpty() ? Optional.empty() : executable(Path.of(folder, program));
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> executable(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file) ? Optional.of(file) : Optional.empty();
    }
}
