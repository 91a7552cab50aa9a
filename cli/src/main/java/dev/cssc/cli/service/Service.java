package dev.cssc.cli.service;

import java.util.Locale;
import java.util.Optional;

/** The three services, each with a REST API of its own. */
public enum Service {
    TRIGGER("CSSC_URL"),
    SCAN("CSSC_SCAN_URL"),
    PATCH("CSSC_PATCH_URL");

    private final String variable;

    Service(String variable) {
        this.variable = variable;
    }

    /** As people call it, for example {@code scan service}. */
    public String title() {
        return this + " service";
    }

    /** The variable of the environment that may hold its address. */
    public String variable() {
        return variable;
    }

    /** What that variable says. */
    Optional<String> fromEnvironment() {
        return Optional.ofNullable(System.getenv(variable));
    }

    /** The member of the local stack's {@code endpoints.json} that holds its address. */
    String endpoint() {
        return this + "Url";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
