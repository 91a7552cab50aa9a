package dev.cssc.common.process;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class WorkDirectoriesTest {
    private final ProcessRunner runner = new ChildProcesses();

    @TempDir
    Path root;

    @Test
    void aDirectoryIsReadableByNobodyElseAndGoneAfterwards() throws IOException {
        Path path;
        try (WorkDirectories.Held held = new WorkDirectories(root).create()) {
            path = held.path();
            Files.writeString(path.resolve("file"), "x");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void whatAKilledServiceLeftIsClearedAndWhatALivingOneUsesIsNot() throws IOException {
        Path abandoned = Files.createDirectories(root.resolve(new Owner(deadPid(), 1).prefix() + "abandoned/deep"));
        Files.writeString(abandoned.resolve("file"), "x");
        Path foreign = Files.createDirectory(root.resolve("not-ours"));
        WorkDirectories directories = new WorkDirectories(root);
        try (WorkDirectories.Held held = directories.create()) {
            assertThat(directories.sweep(runner)).isEqualTo(1);

            assertThat(abandoned.getParent()).doesNotExist();
            assertThat(held.path()).exists();
            assertThat(foreign).exists();
        }
    }

    @Test
    void childrenOfAKilledServiceAreEndedAndThoseOfALivingOneAreNot() throws IOException {
        Process orphan = marked(new Owner(deadPid(), 1));
        Process child = marked(Owner.current());
        try {
            new WorkDirectories(root).sweep(runner);

            await().atMost(Duration.ofSeconds(10)).until(() -> !orphan.isAlive());
            assertThat(child.isAlive()).isTrue();
        } finally {
            orphan.destroyForcibly();
            child.destroyForcibly();
        }
    }

    @Test
    void aLaterProcessWithTheSameNumberIsAnother() {
        Owner current = Owner.current();

        assertThat(current.isAlive()).isTrue();
        assertThat(new Owner(current.pid(), current.start() - 1).isAlive()).isFalse();
        assertThat(Owner.in(current.prefix() + "rest")).contains(current);
        assertThat(Owner.in("scan-123")).isEmpty();
    }

    private static Process marked(Owner owner) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sleep", "60"));
        builder.environment().put(ProcessTree.MARK, owner.prefix() + "test");
        return builder.start();
    }

    /** The number of a process that has just ended. */
    private static long deadPid() throws IOException {
        Process process = new ProcessBuilder("true").start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return process.pid();
    }
}
