package dev.cssc.common.process;

import dev.cssc.common.image.Digest;
import dev.cssc.common.linux.ProcessStat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running service: what a child process or a working directory belongs to. Told from a later process of the same number by its start,
 * and from one in another container or on another host by its space.
 *
 * @param pid process number
 * @param start clock ticks between the system's start and the process' (proc(5), stat, field 22); not touched by changes of the clock
 * @param space what the number is unique in: this boot of the machine and this name space of processes
 */
record Owner(long pid, long start, String space) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19})\\.(\\d{1,19})\\.([0-9a-f]{12})\\.");

    private static final Owner CURRENT = new Owner(
            ProcessHandle.current().pid(), start(ProcessHandle.current().pid()).orElse(0L), currentSpace());

    /** This process. */
    static Owner current() {
        return CURRENT;
    }

    /** The owner with which the text begins, as {@link #prefix} wrote it. */
    static Optional<Owner> in(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.lookingAt()
                ? Optional.of(
                        new Owner(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    /** What a name begins with that belongs to this owner. */
    String prefix() {
        return pid + "." + start + "." + space + ".";
    }

    /** True only where it is known that the process is over. Of another container or host nothing is known: its things are left alone. */
    boolean isGone() {
        return space.equals(CURRENT.space)
                && start(pid).filter(ticks -> ticks == start).isEmpty();
    }

    private static Optional<Long> start(long pid) {
        return ProcessStat.of(pid).map(ProcessStat::started);
    }

    private static String currentSpace() {
        try {
            return Digest.of(Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                            + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")))
                    .abbreviated();
        } catch (IOException e) {
            // Without them nothing can be told of others: a space that nobody else has.
            return Digest.of(ProcessHandle.current() + "/" + System.nanoTime()).abbreviated();
        }
    }
}
