package dev.cssc.cli.cost;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What one group cost in all services. Nothing is rounded.
 *
 * @param seconds in which workers had its jobs
 * @param attempts how many attempts that were
 * @param money what they cost; empty where a part of them has no price
 */
record Sum(BigDecimal seconds, long attempts, Optional<BigDecimal> money) {
    /** Of nothing. */
    static final Sum NOTHING = new Sum(BigDecimal.ZERO, 0, Optional.of(BigDecimal.ZERO));

    Sum plus(Sum other) {
        return new Sum(
                seconds.add(other.seconds),
                attempts + other.attempts,
                money.flatMap(mine -> other.money.map(mine::add)));
    }
}
