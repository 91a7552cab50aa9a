package dev.cssc.bench;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MedianTest {
    @Test
    void itIsTheOneInTheMiddleOrTheMeanOfTheTwo() {
        assertThat(Median.of(List.of(7.0))).isEqualTo(7.0);
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
        assertThatThrownBy(() -> Median.of(List.of())).hasMessageContaining("nothing was measured");
    }

    @Test
    void aRowOfEvenlyManyRoundsHasTheSameMedian() {
        BenchResult.Row row = BenchResult.Row.ofRounds("row", List.of(1.0, 2.0), List.of(4.0, 8.0), "theirs");

        assertThat(row.ours()).isEqualTo(1.5);
        assertThat(row.theirs()).isEqualTo(6.0);
    }
}
