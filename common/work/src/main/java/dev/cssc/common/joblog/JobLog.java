package dev.cssc.common.joblog;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The log of one attempt at a job: what an operator wants to know of it and would not find in a status. The worker opens it; whatever works
 * on the job in the same thread reaches it by {@link #current()} and writes a line for each step. Lines are kept in memory and written every
 * few seconds and at the end of the attempt, so that writing one is cheap and never fails. No credential belongs in a line; what looks like
 * one is blotted out.
 */
public final class JobLog {
    /** Most bytes kept of all attempts of a job together; the oldest lines stay. */
    public static final int LIMIT = 64 * 1024;

    /** Stands in the place of what was too much. */
    public static final String CUT = "… cut";

    /** Most characters of one line. */
    static final int LONGEST_LINE = 4_000;

    private static final Pattern USER_INFO = Pattern.compile("://[^/\\s@]+@");
    private static final Pattern TOKEN = Pattern.compile("(?i)\\b(bearer|basic)\\s+[A-Za-z0-9._~+/=-]{8,}");

    private static final JobLog NOWHERE = new JobLog(new UUID(0, 0), 0, 0);
    private static final ThreadLocal<JobLog> CURRENT = ThreadLocal.withInitial(() -> NOWHERE);

    private final UUID job;
    private final long fence;
    private final int attempt;
    private final Deque<Line> pending = new ArrayDeque<>();
    private int lines;
    private int bytes;

    /**
     * @param job whose it is
     * @param fence of the claim, which tells this attempt from every other
     * @param attempt which try it is, from 1
     */
    JobLog(UUID job, long fence, int attempt) {
        this.job = job;
        this.fence = fence;
        this.attempt = attempt;
    }

    /**
     * A line that is not written yet.
     *
     * @param number its place in the attempt, from 1
     * @param before bytes of the attempt's lines before it
     * @param nanos when, by {@link System#nanoTime()}
     * @param text what it says
     */
    record Line(int number, int before, long nanos, String text) {
        int size() {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    /** The log of the job that this thread works on; one that forgets everything where it works on none. */
    public static JobLog current() {
        return CURRENT.get();
    }

    /** Makes this the log of the calling thread. */
    void bind() {
        CURRENT.set(this);
    }

    /** The calling thread works on no job any more. */
    static void unbind() {
        CURRENT.remove();
    }

    /** Writes a text, each of its lines for itself. */
    public void line(String text) {
        if (this == NOWHERE) {
            return;
        }
        text.lines().filter(line -> !line.isBlank()).forEach(this::append);
    }

    /** Does a step and writes what it is and how long it took, or that it failed. */
    public <T> T step(String name, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            T result = work.get();
            line(name + ": " + seconds(start));
            return result;
        } catch (RuntimeException | Error e) {
            line(name + ": failed after " + seconds(start));
            throw e;
        }
    }

    private static String seconds(long start) {
        return seconds(Duration.ofNanos(System.nanoTime() - start));
    }

    /** As the log writes durations. */
    static String seconds(Duration took) {
        return String.format(java.util.Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private synchronized void append(String text) {
        if (bytes > LIMIT) {
            return;
        }
        String clean = clean(text);
        Line line = new Line(++lines, bytes, System.nanoTime(), clean);
        bytes += line.size();
        pending.add(line);
    }

    /** Without what would break a terminal or the database, and without what looks like a credential. */
    static String clean(String text) {
        String printable = text.replaceAll("\\p{Cntrl}+", " ").stripTrailing();
        String blotted =
                TOKEN.matcher(USER_INFO.matcher(printable).replaceAll("://…@")).replaceAll("$1 …");
        return blotted.length() > LONGEST_LINE ? blotted.substring(0, LONGEST_LINE) + "…" : blotted;
    }

    /** The lines that are not written yet, oldest first. */
    synchronized List<Line> pending() {
        return List.copyOf(pending);
    }

    /** The lines up to that number are written. */
    synchronized void written(int number) {
        pending.removeIf(line -> line.number() <= number);
    }

    UUID job() {
        return job;
    }

    long fence() {
        return fence;
    }

    int attempt() {
        return attempt;
    }
}
