package dev.cssc.patch.engine.copa;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.regex.Pattern;

/**
 * Copa's plain progress as a person wants to read it. BuildKit repeats a step's output from its beginning whenever another step has spoken
 * meanwhile, and dpkg counts its percentages in one line; each line is kept once, the last ones where there are too many.
 */
final class CopaLog {
    /** Most bytes kept of one call. The log of a job holds 64 KiB of all its attempts. */
    static final int LIMIT = 16 * 1024;

    private static final Pattern COUNTING = Pattern.compile("(?:\\(Reading database \\.\\.\\. (?:\\d+%)?)+");

    private CopaLog() {}

    /** The lines worth keeping. */
    static String of(String stderr) {
        LinkedHashSet<String> distinct = new LinkedHashSet<>();
        stderr.lines()
                .map(line -> COUNTING.matcher(line).replaceAll("(Reading database ... "))
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .forEach(distinct::add);
        Deque<String> kept = new ArrayDeque<>();
        int bytes = 0;
        for (String line : distinct.reversed()) {
            bytes += line.getBytes(StandardCharsets.UTF_8).length + 1;
            if (bytes > LIMIT) {
                kept.addFirst("… " + (distinct.size() - kept.size()) + " lines before are left out");
                break;
            }
            kept.addFirst(line);
        }
        return String.join("\n", kept);
    }
}
