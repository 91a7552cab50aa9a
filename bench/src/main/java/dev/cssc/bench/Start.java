package dev.cssc.bench;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One start of a service, or one run of a command.
 *
 * @param seconds wall time from its being executed until it was ready, or had ended
 * @param told what it says itself that its start took, which leaves out the JVM's own; a service's alone
 * @param megabytes resident memory some seconds after it was ready; a service's alone
 */
record Start(double seconds, OptionalDouble told, OptionalDouble megabytes) {
    private static final Pattern STARTED = Pattern.compile("started in (\\d+\\.\\d+)s");

    /** A service's. */
    static Start ofService(double seconds, String log, OptionalDouble megabytes) {
        return new Start(seconds, told(log), megabytes);
    }

    /** A command's. */
    static Start ofCommand(double seconds) {
        return new Start(seconds, OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** What Quarkus writes into the log when everything has begun. */
    static OptionalDouble told(String log) {
        Matcher started = STARTED.matcher(log);
        return started.find() ? OptionalDouble.of(Double.parseDouble(started.group(1))) : OptionalDouble.empty();
    }
}
