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
        Path abandoned = Files.createDirectories(root.resolve(dead().prefix() + "abandoned/deep"));
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
        Process orphan = marked(dead());
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

        assertThat(current.isGone()).isFalse();
        assertThat(new Owner(current.pid(), current.start() - 1, current.space()).isGone())
                .isTrue();
        assertThat(Owner.in(current.prefix() + "rest")).contains(current);
        assertThat(Owner.in("scan-123")).isEmpty();
    }

    @Test
    void whatBelongsToAnotherContainerOrHostIsLeftAlone() throws IOException {
        Owner elsewhere = new Owner(dead().pid(), 1, "0123456789ab");
        Path theirs = Files.createDirectory(root.resolve(elsewhere.prefix() + "x"));

        assertThat(new WorkDirectories(root).sweep(runner)).isZero();

        assertThat(theirs).exists();
    }

    private static Process marked(Owner owner) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of("sleep", "60"));
        builder.environment().put(ProcessTree.MARK, owner.prefix() + "test");
        return builder.start();
    }

    /** A process of this machine that has just ended. */
    private static Owner dead() throws IOException {
        Process process = new ProcessBuilder("true").start();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Owner(process.pid(), 1, Owner.current().space());
    }
}
