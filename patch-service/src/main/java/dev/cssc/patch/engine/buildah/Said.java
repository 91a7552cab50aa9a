package dev.cssc.patch.engine.buildah;

import dev.cssc.common.process.Ended;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a program of the image ended with: its exit code, and the ends of what it wrote.
 *
 * @param code never that of a program that was ended
 */
record Said(int code, String stdout, String stderr) {
    private static final int JUDGED = 16_000;

    /**
     * @param doing what it was to do, to name in failures
     * @throws dev.cssc.common.failure.FailureException where it did not end by itself
     */
    static Said of(Ended ended, String doing) {
        return new Said(ended.exitCode(doing), ended.stdoutTail(JUDGED), ended.stderrTail(JUDGED));
    }

    /** Both, standard output first. */
    String all() {
        return stdout + "\n" + stderr;
    }

    /** What the pattern's group finds in the text. */
    static List<String> named(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /** All lines, those of standard output first. */
    Stream<String> lines() {
        return Stream.concat(stdout.lines(), stderr.lines());
    }
}
