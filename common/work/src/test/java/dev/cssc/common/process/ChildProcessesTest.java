package dev.cssc.common.process;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Real, hostile children: small scripts that the test writes. */
class ChildProcessesTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long ROOM = 1024 * 1024;

    @TempDir
    Path directory;

    private final ProcessRunner runner = new ChildProcesses(Duration.ofMillis(300));

    @Nested
    class Manners {

        @Test
        void exitCodeAndBothStreamsAreKept() throws IOException {
            Ended ended = run(LONG, ROOM, "echo to-out; echo to-err >&2; exit 7");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(7));
            assertThat(ended.stdout()).hasContent("to-out");
            assertThat(ended.stderr()).hasContent("to-err");
        }

        @Test
        void argumentsArriveAsTheyAreWithoutAnyShell() throws IOException {
            Path script = script("for a in \"$@\"; do printf '[%s]' \"$a\"; done");

            Ended ended = runner.run(new Command(
                    List.of(script.toString(), "a b", "$(id)", "*", "; rm -rf x", ""),
                    Map.of(),
                    directory,
                    LONG,
                    ROOM));

            assertThat(ended.stdout()).hasContent("[a b][$(id)][*][; rm -rf x][]");
        }

        @Test
        void environmentIsOnlyPathLangAndWhatWasGiven() throws IOException {
            Path script = script("env -0 | cut -z -d= -f1 | tr '\\0' '\\n'");

            Ended ended =
                    runner.run(new Command(List.of(script.toString()), Map.of("GIVEN", "1"), directory, LONG, ROOM));

            assertThat(Files.readAllLines(ended.stdout()))
                    .contains("PATH", "GIVEN")
                    // PWD, SHLVL and _ are the shell's own.
                    .isSubsetOf("PATH", "LANG", "GIVEN", ProcessTree.MARK, "PWD", "SHLVL", "_", "OLDPWD");
        }

        @Test
        void standardInputIsEmptySoThatNobodyWaitsForIt() throws IOException {
            Ended ended = run(LONG, ROOM, "if read line; then echo got; else echo end; fi");

            assertThat(ended.stdout()).hasContent("end");
        }

        @Test
        void workingDirectoryIsTheCommandsOwn() throws IOException {
            Ended ended = run(LONG, ROOM, "pwd");

            assertThat(ended.stdout()).hasContent(directory.toRealPath().toString());
        }

        @Test
        void successWithEmptyOutputIsAnExitWithEmptyFiles() throws IOException {
            Ended ended = run(LONG, ROOM, "exit 0");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(0));
            assertThat(ended.stdout()).isEmptyFile();
            assertThat(ended.stderr()).isEmptyFile();
        }

        @Test
        void deathBySignalIs128PlusItsNumber() throws IOException {
            Ended ended = run(LONG, ROOM, "kill -9 $$");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(137));
        }

        @Test
        void exit127OfTheChildIsNotAMissingProgram() throws IOException {
            Ended ended = run(LONG, ROOM, "exit 127");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(127));
        }

        @Test
        void missingProgramIsNotStarted() {
            Ended ended = runner.run(new Command(List.of("no-such-program-here"), Map.of(), directory, LONG, ROOM));

            assertThat(ended.ending())
                    .isInstanceOfSatisfying(
                            Ending.NotStarted.class, n -> assertThat(n.why()).contains("no-such-program-here"));
        }

        @Test
        void fileThatIsNoProgramIsNotStarted() throws IOException {
            Path garbage = Files.write(directory.resolve("garbage"), new byte[] {0, 1, 2});

            Ended ended = runner.run(new Command(List.of(garbage.toString()), Map.of(), directory, LONG, ROOM));

            assertThat(ended.ending()).isInstanceOf(Ending.NotStarted.class);
        }
    }

    @Nested
    class Floods {

        @Test
        void floodOnStderrEndsTheChildAndKeepsOnlyTheLimit() throws IOException {
            Ended ended = run(LONG, 100_000, "while :; do echo flooding-flooding-flooding >&2; done");

            assertThat(ended.ending()).isEqualTo(new Ending.TooMuchOutput(100_000));
            assertThat(ended.stderr()).hasSize(100_000);
        }

        @Test
        void floodOnStdoutOfAChildThatIsAlreadyThroughIsTooMuchAsWell() throws IOException {
            Ended ended = run(LONG, 1_000, "head -c 5000 /dev/zero");

            assertThat(ended.ending()).isEqualTo(new Ending.TooMuchOutput(1_000));
            assertThat(ended.stdout()).hasSize(1_000);
        }

        @Test
        void outputOfExactlyTheLimitIsFine() throws IOException {
            Ended ended = run(LONG, 5_000, "head -c 5000 /dev/zero");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(0));
            assertThat(ended.stdout()).hasSize(5_000);
        }

        @Test
        void muchOnBothStreamsAtOnceDoesNotBlock() throws IOException {
            Ended ended = run(LONG, ROOM, "head -c 500000 /dev/zero >&2; head -c 500000 /dev/zero");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(0));
            assertThat(ended.stdout()).hasSize(500_000);
            assertThat(ended.stderr()).hasSize(500_000);
        }

        @Test
        void outputThatStopsInsideACharacterIsReadable() throws IOException {
            Ended ended = run(LONG, ROOM, "printf 'caf\\303' >&2");

            assertThat(ended.stderrTail(100)).isEqualTo("caf\uFFFD");
        }
    }

    @Nested
    class Deaths {

        @Test
        void timeoutAsksPolitelyFirst() throws IOException {
            Ended ended = run(
                    Duration.ofMillis(500),
                    ROOM,
                    "trap 'echo asked; exit 0' TERM; echo $$ > pid; while :; do sleep 0.05; done");

            assertThat(ended.ending()).isEqualTo(new Ending.TimedOut(Duration.ofMillis(500)));
            assertThat(ended.stdout()).hasContent("asked");
            assertGone("pid");
        }

        @Test
        void childThatIgnoresTheRequestIsKilled() throws IOException {
            Ended ended =
                    run(Duration.ofMillis(500), ROOM, "trap '' TERM; echo $$ > pid; while :; do sleep 0.05; done");

            assertThat(ended.ending()).isInstanceOf(Ending.TimedOut.class);
            assertThat(ended.took()).isLessThan(Duration.ofSeconds(20));
            assertGone("pid");
        }

        @Test
        void grandchildThatKeepsThePipeOpenDiesWithTheChild() throws IOException {
            Ended ended = run(LONG, ROOM, "sleep 600 & echo $! > pid; echo parent-through; exit 3");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(3));
            assertThat(ended.stdout()).hasContent("parent-through");
            assertThat(ended.took()).isLessThan(Duration.ofSeconds(20));
            assertGone("pid");
        }

        @Test
        @EnabledIf("dev.cssc.common.process.ChildProcessesTest#setsidIsThere")
        void grandchildWithASessionOfItsOwnDiesAfterItsParent() throws IOException {
            Ended ended = run(
                    LONG,
                    ROOM,
                    "(setsid sh -c 'trap \"\" TERM; echo $$ > pid; while :; do sleep 0.05; done' &)\n"
                            + "while [ ! -s pid ]; do sleep 0.02; done");

            assertThat(ended.ending()).isEqualTo(new Ending.Exited(0));
            assertGone("pid");
        }

        @Test
        @EnabledIf("dev.cssc.common.process.ChildProcessesTest#setsidIsThere")
        void whatNothingTellsOfOnceItsParentIsGoneIsRememberedFromBefore() throws IOException {
            Ended ended = run(
                    Duration.ofSeconds(2),
                    ROOM,
                    "env -i setsid sh -c 'trap \"\" TERM; echo $$ > pid; while :; do sleep 0.05; done' &\nwait");

            assertThat(ended.ending()).isInstanceOf(Ending.TimedOut.class);
            assertGone("pid");
        }

        @Test
        void interruptEndsTheChildAndStaysVisible() throws Exception {
            AtomicReference<Ended> ended = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Path script = script("echo $$ > pid; sleep 600");
            Thread worker = Thread.ofPlatform().start(() -> {
                ended.set(runner.run(new Command(List.of(script.toString()), Map.of(), directory, LONG, ROOM)));
                flag.set(Thread.currentThread().isInterrupted());
            });
            await().until(() -> Files.exists(directory.resolve("pid")) && Files.size(directory.resolve("pid")) > 0);

            worker.interrupt();

            worker.join(Duration.ofSeconds(20));
            assertThat(ended.get().ending()).isEqualTo(new Ending.Interrupted());
            assertThat(flag.get()).isTrue();
            assertGone("pid");
        }
    }

    static boolean setsidIsThere() {
        return Executables.find("setsid").isPresent();
    }

    private Ended run(Duration timeout, long limit, String script) throws IOException {
        return runner.run(new Command(List.of(script(script).toString()), Map.of(), directory, timeout, limit));
    }

    private Path script(String body) throws IOException {
        Path script = Files.createTempFile(
                directory,
                "child-",
                ".sh",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    }

    /** No process of that id runs; a dead one that nobody has reaped yet does not run. */
    private void assertGone(String pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(directory.resolve(pidFile)).strip());
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (Files.exists(stat)) {
            assertThat(Files.readString(stat).replaceFirst(".*\\) ", "")).startsWith("Z");
        }
    }
}
