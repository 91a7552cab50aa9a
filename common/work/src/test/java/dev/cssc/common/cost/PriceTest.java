package dev.cssc.common.cost;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PriceTest {
    private static final Price ACR = new Price(new BigDecimal("0.0001"), "USD");

    @Test
    void aSumCostsWhatItsPartsCostTogetherToTheLastDigit() {
        BigDecimal parts = BigDecimal.ZERO;
        BigDecimal seconds = BigDecimal.ZERO;
        for (int i = 0; i < 10_000; i++) {
            BigDecimal each = Price.seconds(333_333 + i);
            seconds = seconds.add(each);
            parts = parts.add(ACR.of(each));
        }

        assertThat(ACR.of(seconds)).isEqualByComparingTo(parts).isEqualByComparingTo("0.33833250");
    }

    @Test
    void aMicrosecondIsNotRoundedAway() {
        assertThat(ACR.of(Price.seconds(1))).isEqualByComparingTo("0.0000000001");
    }

    @Test
    void roundNumbersAreNotWrittenInTens() {
        assertThat(Price.seconds(100_000_000)).hasToString("100");
        assertThat(Price.seconds(1_500_000)).hasToString("1.5");
        assertThat(Price.seconds(0)).hasToString("0");
        assertThat(new Price(new BigDecimal("2E+1"), "EUR").of(new BigDecimal("5")))
                .hasToString("100");
    }

    @Test
    void whatIsNoPriceIsRefusedByTheKeyThatSaysIt() {
        assertThatThrownBy(() -> new Price(new BigDecimal("-0.1"), "USD"))
                .hasMessageContaining("cssc.cost.price-per-second is -0.1");
        assertThatThrownBy(() -> new Price(BigDecimal.ONE, "dollars")).hasMessageContaining("cssc.cost.currency");
        assertThat(new Price(BigDecimal.ZERO, "USD").of(BigDecimal.TEN)).isEqualByComparingTo("0");
    }
}
