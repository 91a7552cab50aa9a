package dev.cssc.local;

import dev.cssc.cli.command.CliException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is mounted below a folder: a killed Buildah leaves its overlays, and no mount point can be removed. */
final class Mounts {
    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");
    private static final int UNMOUNT_SECONDS = 30;

    private Mounts() {}

    /**
     * The mount points below the folder, deepest first; of two on the same point the later one first.
     *
     * @param mountinfo lines as of {@code /proc/self/mountinfo} (proc_pid_mountinfo(5)): the fifth field is the mount point, with blanks
     *     written in octal
     */
    static List<Path> below(Path folder, Stream<String> mountinfo) {
        List<Path> mounts = mountinfo
                .map(line -> line.split(" ", 6)[4])
                .map(field -> Path.of(OCTAL.matcher(field)
                        .replaceAll(octal ->
                                Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(octal.group(1), 8))))))
                .filter(mount -> mount.startsWith(folder))
                .toList();
        return mounts.reversed().stream()
                .sorted(Comparator.<Path>comparingInt(Path::getNameCount).reversed())
                .toList();
    }

    /**
     * Unmounts everything below the folder.
     *
     * @throws CliException naming the first mount that stays, and what to type
     */
    static void detach(Path folder) {
        for (Path mount : below(folder)) {
            List<String> command = List.of("umount", "--lazy", mount.toString());
            String said = run(command);
            if (below(folder).contains(mount) && !said.isEmpty()) {
                throw new CliException("Something is still mounted at " + mount + " and could not be unmounted (" + said
                        + "). As root type: " + String.join(" ", command) + "; then try again.");
            }
        }
    }

    /** Where something is mounted below the folder: a sentence that says so, and what to type. */
    static String hint(Path folder) {
        return below(folder).stream()
                .findFirst()
                .map(mount -> ". Something is mounted at " + mount + "; type: umount " + mount)
                .orElse("");
    }

    private static List<Path> below(Path folder) {
        if (!Files.exists(MOUNTINFO) || !Files.exists(folder)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(MOUNTINFO, StandardCharsets.UTF_8)) {
            return below(folder.toRealPath(), lines);
        } catch (IOException e) {
            throw new CliException(MOUNTINFO + " cannot be read: " + e.getMessage());
        }
    }

    /** What the program said where it failed; empty where it did not. */
    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readNBytes(4_096), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(UNMOUNT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no answer within " + UNMOUNT_SECONDS + " s";
            }
            return process.exitValue() == 0 ? "" : said.isEmpty() ? "exit code " + process.exitValue() : said;
        } catch (IOException e) {
            return "umount cannot be started: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
