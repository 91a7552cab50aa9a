package dev.cssc.common.joblog;

import dev.cssc.common.process.Command;
import dev.cssc.common.process.Ended;
import dev.cssc.common.process.Ending;
import dev.cssc.common.process.ProcessRunner;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Writes each child process into the log of the job that it works for: what, how long, how it ended, and its last words where not well. */
@Decorator
@Priority(100)
class LoggedChildren implements ProcessRunner {
    private static final int LONGEST_NAME = 400;
    private static final int LAST_WORDS = 2_000;

    private final ProcessRunner runner;

    @Inject
    LoggedChildren(@Delegate @Any ProcessRunner runner) {
        this.runner = runner;
    }

    @Override
    public Ended run(Command command) {
        Ended ended = runner.run(command);
        JobLog log = JobLog.current();
        log.line(name(command.argv()) + ": " + words(ended.ending()) + " after " + JobLog.seconds(ended.took()));
        if (!(ended.ending() instanceof Ending.Exited(int code) && code == 0)) {
            log.line(ended.stderrTail(LAST_WORDS));
        }
        return ended;
    }

    /**
     * The command line without options that name a path, which is one of our own working directories and says nothing; cut where it is
     * long, since what an argument list of hundreds of packages ends with is no news.
     */
    static String name(List<String> argv) {
        String program = argv.getFirst();
        String line = argv.stream()
                .skip(1)
                .filter(argument -> !argument.matches("--?[\\w-]+=/.*"))
                .collect(Collectors.joining(" ", program.substring(program.lastIndexOf('/') + 1) + " ", ""));
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) + " …" : line.strip();
    }

    static String words(Ending ending) {
        return switch (ending) {
            case Ending.Exited(int code) -> "exit code " + code;
            case Ending.TimedOut(Duration limit) -> "killed, because it took longer than " + limit.toSeconds() + " s";
            case Ending.TooMuchOutput(long limit) -> "killed, because it wrote more than " + limit + " bytes";
            case Ending.Interrupted() -> "stopped, because the job was";
            case Ending.NotStarted(String why) -> "not started: " + why;
        };
    }
}
