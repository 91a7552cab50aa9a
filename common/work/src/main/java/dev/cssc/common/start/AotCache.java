package dev.cssc.common.start;

import java.util.List;
import java.util.Locale;

/** Whether this JVM started with an AOT cache. It goes on without one that does not fit, and tells a person little of that. */
sealed interface AotCache {
    /** For a label: one word. */
    default String title() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** None was named. */
    record None() implements AotCache {}

    /**
     * The named one is in use.
     *
     * @param file as it was named
     */
    record Used(String file) implements AotCache {}

    /**
     * One was named and is not in use.
     *
     * @param file as it was named
     */
    record Refused(String file) implements AotCache {}

    /**
     * Reads it from what the JVM says of itself.
     *
     * @param arguments its options; of two that name a cache the last counts, as it does for the JVM
     * @param vm {@code java.vm.info}: {@code sharing} is in it where any archive of classes is in use. A JVM whose AOT cache does not fit
     *     does not fall back to its default archive, so then there is none
     */
    static AotCache of(List<String> arguments, String vm) {
        String option = "-XX:AOTCache=";
        return arguments.stream()
                .filter(argument -> argument.startsWith(option))
                .reduce((first, second) -> second)
                .map(argument -> argument.substring(option.length()))
                .<AotCache>map(file -> vm.contains("sharing") ? new Used(file) : new Refused(file))
                .orElseGet(None::new);
    }
}
