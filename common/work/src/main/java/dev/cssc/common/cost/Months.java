package dev.cssc.common.cost;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Pattern;

/** Months as requests name them. */
final class Months {
    private static final Pattern FORM = Pattern.compile("\\d{4}-\\d{2}");

    private Months() {}

    /** The month that {@code 2026-11} names. */
    static Optional<YearMonth> parse(String text) {
        try {
            return FORM.matcher(text).matches() ? Optional.of(YearMonth.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
