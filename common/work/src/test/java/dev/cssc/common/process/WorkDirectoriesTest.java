package dev.cssc.common.process;

import dev.cssc.common.linux.ProcessStat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
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

    /** As what runs in a container: it has the container's environment, and may have lost its parent. */
    @Test
    void whatAChildOfAKilledServiceStartedWithAnotherEnvironmentIsEndedAsWell() throws IOException {
        Path pids = Files.createDirectory(root.resolve("pids"));
        String start = "env -i sleep 60 & echo $! > " + pids + "/parentless";
        Process orphan = marked(
                dead(),
                "setsid",
                "--wait",
                "sh",
                "-c",
                "(" + start + "); env -i sh -c 'echo $$ > " + pids + "/child; sleep 60; :'");
        List<ProcessHandle> started = new ArrayList<>();
        try {
            for (String name : List.of("parentless", "child")) {
                started.add(startedAs(pids.resolve(name)));
            }

            new WorkDirectories(root).sweep(runner);

            assertThat(started).noneMatch(WorkDirectoriesTest::runs);
            assertThat(runs(orphan.toHandle())).isFalse();
        } finally {
            started.forEach(ProcessHandle::destroyForcibly);
            orphan.destroyForcibly();
        }
    }

    private static ProcessHandle startedAs(Path file) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && ProcessStat.running(process.pid()).isPresent();
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
        return marked(owner, "sleep", "60");
    }

    private static Process marked(Owner owner, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
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
