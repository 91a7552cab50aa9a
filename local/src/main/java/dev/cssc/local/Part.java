package dev.cssc.local;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the local stack is made of; each part is a process of its own with a fixed port on the loopback interface. */
public enum Part {
    POSTGRES(15432),
    KAFKA(19092),
    REGISTRY(15000),
    TRIGGER(18080),
    SCAN(18081),
    PATCH(18082);

    private final int defaultPort;

    Part(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** What everything else needs before it starts. */
    public static Set<Part> infrastructure() {
        return EnumSet.of(POSTGRES, KAFKA, REGISTRY);
    }

    /** The three services. */
    public static Set<Part> services() {
        return EnumSet.of(TRIGGER, SCAN, PATCH);
    }

    /** True for a service of ours. */
    public boolean isService() {
        return services().contains(this);
    }

    /** What a person calls it. */
    public String title() {
        return isService() ? name().toLowerCase(Locale.ROOT) + "-service" : name().toLowerCase(Locale.ROOT);
    }

    /** The port where nobody asked for another: one that other programs rarely use. */
    public int defaultPort() {
        return defaultPort;
    }

    /** The environment variable that asks for another port. */
    public String portVariable() {
        return "CSSC_" + name() + "_PORT";
    }

    /** The part of that name; {@code scan} and {@code scan-service} are the same. */
    public static Optional<Part> named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.title().equals(name)
                        || part.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return title();
    }
}
