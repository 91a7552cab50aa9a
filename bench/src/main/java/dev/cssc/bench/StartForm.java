package dev.cssc.bench;

import java.util.OptionalDouble;

/** In which form a program is started, and what was set out to be reached with it. */
enum StartForm {
    /** On a JVM that knows nothing of its classes beforehand. */
    JVM("JVM", OptionalDouble.empty(), OptionalDouble.empty()),

    /** On a JVM with a cache of what it learned of them in an earlier start. */
    JVM_WITH_CACHE("JVM, AOT cache", OptionalDouble.of(1.2), OptionalDouble.empty()),

    /** Compiled to a program of its own. */
    NATIVE("native", OptionalDouble.of(0.2), OptionalDouble.of(120));

    private final String title;
    private final OptionalDouble seconds;
    private final OptionalDouble megabytes;

    StartForm(String title, OptionalDouble seconds, OptionalDouble megabytes) {
        this.title = title;
        this.seconds = seconds;
        this.megabytes = megabytes;
    }

    /** What a person calls it. */
    String title() {
        return title;
    }

    /** A service is to be ready in less seconds. */
    OptionalDouble goalSeconds() {
        return seconds;
    }

    /** A service is to have less resident memory when it is idle, in MB. */
    OptionalDouble goalMegabytes() {
        return megabytes;
    }
}
