package dev.cssc.common.process;

import java.time.Duration;

/** How a child process ended. */
public sealed interface Ending {
    /** By itself, with this exit code (128 + n where signal n ended it from outside). */
    record Exited(int code) implements Ending {}

    /** It took longer than allowed; its process group was killed. */
    record TimedOut(Duration limit) implements Ending {}

    /** It wrote more than allowed; its process group was killed. */
    record TooMuchOutput(long limit) implements Ending {}

    /** The thread that waited was interrupted (run cancelled, service stopping); its process group was killed. */
    record Interrupted() implements Ending {}

    /** It could not be started, for example because the program is not on PATH. */
    record NotStarted(String why) implements Ending {}
}
