package dev.cssc.common.cost;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import java.util.Optional;

/** The price that is configured. A service whose configuration makes no sense does not start. */
@ApplicationScoped
public class Pricing {
    private static final int MOST_MONTHS = 1_200;

    private final CostConfig config;

    Pricing(CostConfig config) {
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        price();
        keepMonths();
    }

    /**
     * What a second costs; empty where nobody said.
     *
     * @throws IllegalArgumentException where what was said is no price
     */
    public Optional<Price> price() {
        return config.pricePerSecond().map(perSecond -> new Price(perSecond, config.currency()));
    }

    /**
     * For how many months seconds are kept.
     *
     * @throws IllegalArgumentException where that is not from 1 to 1200
     */
    public int keepMonths() {
        if (config.keepMonths() < 1 || config.keepMonths() > MOST_MONTHS) {
            throw new IllegalArgumentException(
                    "cssc.cost.keep-months is " + config.keepMonths() + "; expected a number from 1 to " + MOST_MONTHS);
        }
        return config.keepMonths();
    }
}
