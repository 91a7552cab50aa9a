package dev.cssc.common.process;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running service, told from a later process that happens to get the same number: what a child process or a working directory belongs to.
 *
 * @param pid process number
 * @param start when it started, in milliseconds since 1970; 0 where the system does not say
 */
record Owner(long pid, long start) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,19})\\.(\\d{1,19})\\.");

    /** This process. */
    static Owner current() {
        return of(ProcessHandle.current());
    }

    private static Owner of(ProcessHandle process) {
        return new Owner(
                process.pid(),
                process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
    }

    /** The owner with which the text begins, as {@link #prefix} wrote it. */
    static Optional<Owner> in(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.lookingAt()
                ? Optional.of(new Owner(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** What a name begins with that belongs to this owner. */
    String prefix() {
        return pid + "." + start + ".";
    }

    /** True while the very process runs. */
    boolean isAlive() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .map(Owner::of)
                .filter(this::equals)
                .isPresent();
    }
}
