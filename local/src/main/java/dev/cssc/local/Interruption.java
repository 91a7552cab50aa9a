package dev.cssc.local;

import java.io.PrintStream;
import java.util.function.Supplier;

/** While open, Ctrl-C says in one line what stays running and what to type. */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** Tells on the stream what the supplier says at the moment the JVM is ended from outside. */
    static Interruption telling(PrintStream stream, Supplier<String> what) {
        Thread hook = new Thread(
                () -> {
                    stream.println();
                    stream.println("cssc: interrupted. " + what.get());
                },
                "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending: the line is being told.
        }
    }
}
