package dev.cssc.common.registry;

import java.util.Locale;

/** How a registry is spoken to. */
public enum Scheme {
    HTTP,
    HTTPS;

    /** {@code http} or {@code https}, as in a URL. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
