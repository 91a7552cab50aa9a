package dev.cssc.common.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What is mounted below a folder, from {@code /proc/self/mountinfo} (proc(5)). */
public final class MountPoints {

    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

    private MountPoints() {}

    /** The mount points below the folder, deepest first; none where the system has no mountinfo. */
    public static List<Path> below(Path folder) {
        if (!Files.exists(MOUNTINFO)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(MOUNTINFO, StandardCharsets.UTF_8)) {
            return lines.map(MountPoints::mountPoint)
                    .filter(mount -> mount.startsWith(folder))
                    .sorted(Comparator.<Path>comparingInt(Path::getNameCount).reversed())
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("reading " + MOUNTINFO, e);
        }
    }

    /** The fifth field; blanks in it are written as octal escapes. */
    private static Path mountPoint(String line) {
        String field = line.split(" ", 6)[4];
        return Path.of(field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\"));
    }
}
