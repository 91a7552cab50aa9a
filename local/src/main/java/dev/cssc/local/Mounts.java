package dev.cssc.local;

import dev.cssc.cli.command.CliException;
import dev.cssc.common.linux.MountPoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What is mounted below a folder: a killed Buildah leaves its overlays, and no mount point can be removed. */
final class Mounts {
    private static final int UNMOUNT_SECONDS = 30;

    private Mounts() {}

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
        try {
            return Files.exists(folder) ? MountPoints.below(folder.toRealPath()) : List.of();
        } catch (IOException | UncheckedIOException e) {
            throw new CliException("What is mounted below " + folder + " cannot be told: " + e.getMessage());
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
