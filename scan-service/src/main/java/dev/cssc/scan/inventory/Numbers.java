package dev.cssc.scan.inventory;

import java.util.Collection;
import java.util.stream.Collectors;

/** Row numbers as one parameter, for {@code string_to_array}. */
public final class Numbers {

    private Numbers() {}

    /** The numbers with commas between them. */
    public static String list(Collection<Long> ids) {
        return ids.stream().distinct().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }
}
