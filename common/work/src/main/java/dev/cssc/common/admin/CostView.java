package dev.cssc.common.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cssc.common.cost.Cost;
import dev.cssc.common.cost.Grouping;
import dev.cssc.common.cost.Price;
import io.quarkus.runtime.annotations.RegisterForReflection;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What was spent on one group. Of the first four the one by which it is grouped is there.
 *
 * @param image {@code registry/repository:tag}; empty for what was spent on no single image
 * @param workflow its name; {@code -} for images that belong to none, empty for what was nobody's
 * @param month of UTC, for example {@code 2026-11}
 * @param task kind of the jobs
 * @param seconds in which workers had its jobs, exactly
 * @param attempts how many attempts that were
 * @param money what they cost, exactly; absent where there is no price
 * @param currency of the money; absent with it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
@RegisterForReflection
public record CostView(
        Optional<String> image,
        Optional<String> workflow,
        Optional<String> month,
        Optional<String> task,
        BigDecimal seconds,
        long attempts,
        Optional<BigDecimal> money,
        Optional<String> currency) {

    static CostView of(Cost cost, Grouping grouping, Optional<Price> price) {
        BigDecimal seconds = Price.seconds(cost.micros());
        return new CostView(
                name(cost, grouping, Grouping.IMAGE),
                name(cost, grouping, Grouping.WORKFLOW),
                name(cost, grouping, Grouping.MONTH),
                name(cost, grouping, Grouping.TASK),
                seconds,
                cost.attempts(),
                price.map(known -> known.of(seconds)),
                price.map(Price::currency));
    }

    private static Optional<String> name(Cost cost, Grouping grouping, Grouping which) {
        return grouping == which ? Optional.of(cost.name()) : Optional.empty();
    }

    /** The name of the group. */
    String name() {
        return image.or(() -> workflow).or(() -> month).or(() -> task).orElse("");
    }
}
