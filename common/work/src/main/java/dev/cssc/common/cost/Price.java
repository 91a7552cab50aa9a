package dev.cssc.common.cost;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * What a second costs. Nothing is rounded: a sum costs what its parts cost together, to the last digit.
 *
 * @param perSecond not negative
 * @param currency three letters of ISO 4217
 */
public record Price(BigDecimal perSecond, String currency) {
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /**
     * @throws IllegalArgumentException where the price is negative or the currency is not of that form
     */
    public Price {
        if (perSecond.signum() < 0) {
            throw new IllegalArgumentException(
                    "cssc.cost.price-per-second is " + perSecond.toPlainString() + "; a price is not negative");
        }
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException(
                    "cssc.cost.currency is '" + currency + "'; expected three capital letters, for example USD");
        }
    }

    /** What that much time costs. */
    public BigDecimal of(BigDecimal seconds) {
        return plain(perSecond.multiply(seconds));
    }

    /** Microseconds as seconds. */
    public static BigDecimal seconds(long micros) {
        return plain(BigDecimal.valueOf(micros, 6));
    }

    /** The number without zeros at its end, but never in tens: {@code 100} and not {@code 1E+2}. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
