package dev.cssc.common.request;

import dev.cssc.common.failure.Failure;
import dev.cssc.common.failure.FailureException;
import dev.cssc.common.failure.ReasonCode;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the values of query parameters. JAX-RS answers one that it cannot convert as if the path did not exist; here it is
 * {@link ReasonCode#REQUEST_INVALID} with what was expected.
 */
public final class Query {
    private Query() {}

    /** A whole number within these limits. */
    public static int number(String name, Optional<String> value, int least, int most, int otherwise) {
        return Math.toIntExact(number(name, value, (long) least, most, otherwise));
    }

    /** A whole number within these limits. */
    public static long number(String name, Optional<String> value, long least, long most, long otherwise) {
        if (value.isEmpty()) {
            return otherwise;
        }
        String expected = "a whole number from " + least + " to " + most;
        try {
            long number = Long.parseLong(value.get());
            if (number < least || number > most) {
                throw invalid(name, value.get(), expected);
            }
            return number;
        } catch (NumberFormatException e) {
            throw invalid(name, value.get(), expected);
        }
    }

    /** One of an enum's names, in any case of letters. */
    public static <E extends Enum<E>> Optional<E> oneOf(String name, Optional<String> value, Class<E> choices) {
        return oneOf(
                name,
                value,
                text -> Arrays.stream(choices.getEnumConstants())
                        .filter(choice -> choice.name().equalsIgnoreCase(text))
                        .findFirst(),
                Arrays.stream(choices.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", ")));
    }

    /** Something that can be found by its name. */
    public static <E> Optional<E> oneOf(
            String name, Optional<String> value, Function<String, Optional<E>> find, String names) {
        return value.map(text -> find.apply(text).orElseThrow(() -> invalid(name, text, "one of " + names)));
    }

    private static FailureException invalid(String name, String value, String expected) {
        String shown = value.length() > 60 ? value.substring(0, 60) + "…" : value;
        return Failure.of(
                        ReasonCode.REQUEST_INVALID,
                        "the query parameter " + name + " is '" + shown + "'; expected " + expected)
                .toException();
    }
}
