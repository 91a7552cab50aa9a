package dev.cssc.common.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is mounted below a folder, from {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)). */
public final class MountPoints {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private MountPoints() {}

    /**
     * The mount points below the folder, deepest first, and of two on the same point the later one first; none where the system has no
     * mountinfo.
     *
     * @param folder without symbolic links, as mount points are named
     * @throws UncheckedIOException where the list cannot be read, which is not to be taken for an empty one
     */
    public static List<Path> below(Path folder) {
        if (!Files.exists(MOUNTINFO)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(MOUNTINFO, StandardCharsets.UTF_8)) {
            return below(folder, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + MOUNTINFO, e);
        }
    }

    static List<Path> below(Path folder, Stream<String> mountinfo) {
        List<Path> mounts = mountinfo
                .map(MountPoints::mountPoint)
                .filter(mount -> mount.startsWith(folder))
                .toList();
        return mounts.reversed().stream()
                .sorted(Comparator.<Path>comparingInt(Path::getNameCount).reversed())
                .toList();
    }

    /** The fifth field; blanks and backslashes in it are written in octal. */
    private static Path mountPoint(String line) {
        return Path.of(OCTAL.matcher(line.split(" ", 6)[4])
                .replaceAll(
                        octal -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8)))));
    }
}
