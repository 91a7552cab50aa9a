package dev.cssc.common.cost;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.math.BigDecimal;
import java.util.Optional;

/** What a second of work costs, and how long it is known how many there were. */
@ConfigMapping(prefix = "cssc.cost")
public interface CostConfig {
    /** Price of one second of a job's attempt, not negative; without it no money is shown. ACR's tasks cost {@code 0.0001} US dollars. */
    Optional<BigDecimal> pricePerSecond();

    /** Currency of the price, three letters of ISO 4217. */
    @WithDefault("USD")
    String currency();

    /** For how many months seconds are kept, the present one included; from 1 to 1200. */
    @WithDefault("24")
    int keepMonths();
}
